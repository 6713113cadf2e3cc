//! `GET /stream`.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State as Extract;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::stream::{Stream, unfold};
use holdfast_domain::access::permission::Permission;
use serde_json::json;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use utoipa::ToSchema;

use crate::frame::caller::Caller;
use crate::frame::problem::Problem;
use crate::frame::state::State;
use crate::frame::stream::Message;

/// Between two looks at whether the server is about to stop.
const LOOK: Duration = Duration::from_millis(500);
/// Between two signs of life.
const ALIVE: Duration = Duration::from_secs(15);
/// The longest that a stream lasts; browsers connect again, and whoever is not signed in any more is turned away then.
const LONGEST_US: i64 = 15 * 60 * 1_000_000;

/// An event of the stream.
#[derive(ToSchema)]
pub struct StreamEvent {
    /// What happened.
    pub event: StreamWord,
    /// A JSON object as text.
    pub data: String,
}

/// What happens.
#[derive(Clone, Copy, ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum StreamWord {
    /// The stream begins, or the client was too slow: it asks for everything again.
    Hello,
    /// What is shown is out of date.
    Stale,
    /// A job is further.
    Job,
}

impl StreamEvent {
    fn new(event: StreamWord, data: &serde_json::Value) -> Self {
        let data = data.to_string();
        Self { event, data }
    }

    /// As server-sent events are written. JSON on one line has no character that an event could not hold.
    fn written(self) -> Event {
        let name = match self.event {
            StreamWord::Hello => "hello",
            StreamWord::Stale => "stale",
            StreamWord::Job => "job",
        };
        Event::default().event(name).data(self.data)
    }
}

/// What is under way to one client.
struct Listening {
    state: State,
    caller: Caller,
    messages: Receiver<Message>,
    begun_us: i64,
    said_hello: bool,
}

/// Tells what happens as it happens, as server-sent events: `hello` {version} at the beginning, and whenever the client was too slow and must ask for
/// everything again; `stale` {commit, through, kinds} when what is shown is out of date; `job` with a whole job when one is further, to whoever may know
/// of jobs.
#[utoipa::path(get, path = "/stream", tag = "stream",
    responses((status = 200, body = StreamEvent, content_type = "text/event-stream", description = "events `hello`, `stale`, `job`"), Problem))]
pub async fn listen(
    Extract(state): Extract<State>,
    caller: Caller,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let listening = Listening {
        messages: state.stream.listen(),
        begun_us: state.now_us(),
        said_hello: false,
        state,
        caller,
    };
    let events = unfold(listening, |mut listening| async move {
        let event = listening.next().await?;
        Some((Ok(event.written()), listening))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE))
}

impl Listening {
    /// The next event; `None` ends the stream.
    async fn next(&mut self) -> Option<StreamEvent> {
        if !self.said_hello {
            self.said_hello = true;
            return Some(hello());
        }
        loop {
            let is_over = self.state.now_us().saturating_sub(self.begun_us) > LONGEST_US;
            if is_over || self.state.is_stopping() {
                return None;
            }
            match tokio::time::timeout(LOOK, self.messages.recv()).await {
                Ok(Ok(message)) => {
                    if let Some(event) = self.event(&message) {
                        return Some(event);
                    }
                }
                // The client does not know what it missed.
                Ok(Err(RecvError::Lagged(_))) => return Some(hello()),
                Ok(Err(RecvError::Closed)) => return None,
                Err(_) => {}
            }
        }
    }

    /// A message as an event, if the caller may know of it.
    fn event(&self, message: &Message) -> Option<StreamEvent> {
        let (name, data) = match message {
            Message::Stale { commit, through, kinds } => (
                StreamWord::Stale,
                json!({"commit": commit, "through": through, "kinds": kinds}),
            ),
            Message::Job(job) => {
                let may_know = self.caller.can(Permission::ViewData) || self.caller.can(Permission::ViewModels);
                if !may_know {
                    return None;
                }
                (
                    StreamWord::Job,
                    serde_json::to_value(job.as_ref().clone().seen_by(&self.caller)).ok()?,
                )
            }
        };
        Some(StreamEvent::new(name, &data))
    }
}

fn hello() -> StreamEvent {
    StreamEvent::new(StreamWord::Hello, &json!({ "version": env!("CARGO_PKG_VERSION") }))
}
