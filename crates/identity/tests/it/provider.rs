//! A small provider of OpenID Connect on loopback: it publishes metadata and keys, exchanges codes after checking client,
//! redirect and PKCE, and signs ID tokens. It can be told to misbehave.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::rsa::PublicKeyComponents;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use ring::{digest, hmac};
use serde_json::{Value, json};

use crate::company::{SECOND, START};

pub const CLIENT: &str = "holdfast";
pub const SECRET: &str = "the client's secret";

/// What the provider does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    Nothing,
    Nonce,
    Audience,
    Issuer,
    Expired,
    Unsigned,
    ForeignKey,
    ClientSecretAsKey,
    NoIdToken,
    Endless,
    Redirects,
}

enum Signer {
    Es256(EcdsaKeyPair),
    Rs256(RsaKeyPair),
}

struct Key {
    id: String,
    signer: Signer,
}

struct Grant {
    nonce: String,
    challenge: String,
    redirect: String,
}

struct Inner {
    issuer: String,
    keys: Vec<Key>,
    grants: BTreeMap<String, Grant>,
    claims: Value,
    fault: Fault,
}

pub struct Provider {
    pub issuer: String,
    inner: Arc<Mutex<Inner>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Provider {
    /// A provider that signs with a new P-256 key.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let inner = Arc::new(Mutex::new(Inner {
            issuer: issuer.clone(),
            keys: vec![es256("k1")],
            grants: BTreeMap::new(),
            claims: json!({}),
            fault: Fault::Nothing,
        }));
        let stop = Arc::new(AtomicBool::new(false));
        let (served, stopped) = (Arc::clone(&inner), Arc::clone(&stop));
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let _ = serve(stream.unwrap(), &served);
            }
        });
        Self {
            issuer,
            inner,
            stop,
            thread: Some(thread),
        }
    }

    /// Whom the next ID tokens are about.
    pub fn claims(&self, claims: Value) {
        self.inner.lock().unwrap().claims = claims;
    }

    pub fn fault(&self, fault: Fault) {
        self.inner.lock().unwrap().fault = fault;
    }

    /// Replaces the keys, as providers do from time to time.
    pub fn rotate(&self) {
        self.inner.lock().unwrap().keys = vec![es256("k2")];
    }

    /// Signs with RSA from now on; whether there is an `openssl` to make a key with.
    pub fn use_rsa(&self) -> bool {
        let made = Command::new("openssl")
            .args([
                "genpkey",
                "-algorithm",
                "RSA",
                "-pkeyopt",
                "rsa_keygen_bits:2048",
                "-outform",
                "DER",
            ])
            .output();
        let Some(key) = made.ok().filter(|output| output.status.success()) else {
            return false;
        };
        // Which of the two forms `genpkey` writes depends on its version.
        let pair = RsaKeyPair::from_pkcs8(&key.stdout).or_else(|_| RsaKeyPair::from_der(&key.stdout));
        let signer = Signer::Rs256(pair.unwrap());
        let id = "r1".to_owned();
        self.inner.lock().unwrap().keys = vec![Key { id, signer }];
        true
    }

    /// What a person does at the provider: follows the address, agrees, comes back with code and state.
    pub fn authorize(&self, address: &str) -> (String, String) {
        let (page, query) = address.split_once('?').unwrap();
        assert_eq!(page, format!("{}/authorize", self.issuer));
        let query = form(query);
        assert_eq!(
            (query["client_id"].as_str(), query["response_type"].as_str()),
            (CLIENT, "code")
        );
        assert_eq!(query["code_challenge_method"], "S256");
        assert_eq!(query["scope"], "openid profile email");
        let mut inner = self.inner.lock().unwrap();
        let code = format!("code {}", inner.grants.len());
        let grant = Grant {
            nonce: query["nonce"].clone(),
            challenge: query["code_challenge"].clone(),
            redirect: query["redirect_uri"].clone(),
        };
        inner.grants.insert(code.clone(), grant);
        (code, query["state"].clone())
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.issuer.trim_start_matches("http://"));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn es256(id: &str) -> Key {
    let random = SystemRandom::new();
    let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, key.as_ref(), &random).unwrap();
    Key {
        id: id.to_owned(),
        signer: Signer::Es256(pair),
    }
}

impl Key {
    fn public(&self) -> Value {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        match &self.signer {
            Signer::Es256(pair) => {
                let point = pair.public_key().as_ref();
                let (x, y) = (text(&point[1..33]), text(&point[33..]));
                json!({"kty": "EC", "use": "sig", "kid": self.id, "alg": "ES256", "crv": "P-256", "x": x, "y": y})
            }
            Signer::Rs256(pair) => {
                let public = PublicKeyComponents::<Vec<u8>>::from(pair.public());
                let (n, e) = (text(&public.n), text(&public.e));
                json!({"kty": "RSA", "use": "sig", "kid": self.id, "alg": "RS256", "n": n, "e": e})
            }
        }
    }

    fn sign(&self, claims: &Value) -> String {
        let algorithm = match &self.signer {
            Signer::Es256(_) => "ES256",
            Signer::Rs256(_) => "RS256",
        };
        let signed = unsigned(&json!({"alg": algorithm, "typ": "JWT", "kid": self.id}), claims);
        let random = SystemRandom::new();
        let signature = match &self.signer {
            Signer::Es256(pair) => pair.sign(&random, signed.as_bytes()).unwrap().as_ref().to_vec(),
            Signer::Rs256(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, signed.as_bytes(), &mut signature)
                    .unwrap();
                signature
            }
        };
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

fn unsigned(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

fn serve(mut stream: TcpStream, inner: &Mutex<Inner>) -> std::io::Result<()> {
    let (head, body) = read(&mut stream)?;
    let mut inner = inner.lock().unwrap();
    let target = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let issuer = inner.issuer.clone();
    let (status, answer) = match (target.as_str(), inner.fault) {
        ("/.well-known/openid-configuration", Fault::Redirects) => {
            let elsewhere = format!("HTTP/1.1 302 Found\r\nlocation: {issuer}/elsewhere\r\ncontent-length: 0\r\n\r\n");
            return stream.write_all(elsewhere.as_bytes());
        }
        ("/.well-known/openid-configuration" | "/elsewhere", _) => ("200 OK", metadata(&issuer)),
        ("/jwks", Fault::Endless) => ("200 OK", json!({"keys": [], "more": "x".repeat(2 << 20)})),
        ("/jwks", _) => (
            "200 OK",
            json!({"keys": inner.keys.iter().map(Key::public).collect::<Vec<_>>()}),
        ),
        ("/token", _) => match token(&mut inner, &head, &body) {
            Ok(answer) => ("200 OK", answer),
            Err(error) => ("400 Bad Request", json!({"error": error})),
        },
        _ => ("404 Not Found", json!({})),
    };
    let answer = answer.to_string();
    write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{answer}",
        answer.len()
    )
}

fn metadata(issuer: &str) -> Value {
    json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256"],
    })
}

/// RFC 6749 §4.1.3 and RFC 7636 §4.6.
fn token(inner: &mut Inner, head: &str, body: &str) -> Result<Value, &'static str> {
    let secret = STANDARD.encode(format!("{CLIENT}:{}", "the+client%27s+secret"));
    let authorized = head
        .lines()
        .any(|line| line.to_ascii_lowercase().starts_with("authorization: basic ") && line.ends_with(&secret));
    if !authorized {
        return Err("invalid_client");
    }
    let form = form(body);
    let grant = inner.grants.remove(&form["code"]).ok_or("invalid_grant")?;
    let verifier = digest::digest(&digest::SHA256, form["code_verifier"].as_bytes());
    if URL_SAFE_NO_PAD.encode(verifier) != grant.challenge || form["redirect_uri"] != grant.redirect {
        return Err("invalid_grant");
    }
    let mut answer = json!({"access_token": "access", "token_type": "Bearer", "expires_in": 60});
    if inner.fault != Fault::NoIdToken {
        answer["id_token"] = Value::from(id_token(inner, &grant));
    }
    Ok(answer)
}

fn id_token(inner: &Inner, grant: &Grant) -> String {
    let fault = inner.fault;
    let either = |at: Fault, wrong: &str, right: &str| {
        if fault == at {
            wrong.to_owned()
        } else {
            right.to_owned()
        }
    };
    let mut claims = json!({
        "iss": either(Fault::Issuer, "https://elsewhere.example.com", &inner.issuer),
        "aud": either(Fault::Audience, "another", CLIENT),
        "nonce": either(Fault::Nonce, "another", &grant.nonce),
        "iat": START / SECOND,
        "exp": START / SECOND + if fault == Fault::Expired { -1 } else { 300 },
    });
    for (name, value) in inner.claims.as_object().unwrap() {
        claims[name] = value.clone();
    }
    match fault {
        Fault::Unsigned => format!("{}.", unsigned(&json!({"alg": "none"}), &claims)),
        Fault::ForeignKey => Key {
            id: inner.keys[0].id.clone(),
            ..es256("")
        }
        .sign(&claims),
        Fault::ClientSecretAsKey => {
            let signed = unsigned(&json!({"alg": "HS256"}), &claims);
            let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes()), signed.as_bytes());
            format!("{signed}.{}", URL_SAFE_NO_PAD.encode(tag))
        }
        _ => inner.keys[0].sign(&claims),
    }
}

/// The head and the body of a request.
fn read(stream: &mut TcpStream) -> std::io::Result<(String, String)> {
    let mut text = Vec::new();
    let mut buffer = [0; 4_096];
    loop {
        let read = stream.read(&mut buffer)?;
        text.extend_from_slice(&buffer[..read]);
        let whole = String::from_utf8_lossy(&text).into_owned();
        let Some((head, body)) = whole.split_once("\r\n\r\n") else {
            if read == 0 {
                return Ok((whole, String::new()));
            }
            continue;
        };
        let length = head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .map_or(0, |(_, length)| length.parse().unwrap());
        if body.len() >= length || read == 0 {
            return Ok((head.to_owned(), body.to_owned()));
        }
    }
}

/// `application/x-www-form-urlencoded`.
fn form(text: &str) -> BTreeMap<String, String> {
    let decoded = |part: &str| {
        let mut bytes = Vec::new();
        let mut rest = part.bytes();
        while let Some(byte) = rest.next() {
            bytes.push(match byte {
                b'+' => b' ',
                b'%' => {
                    let digits = [rest.next().unwrap(), rest.next().unwrap()];
                    u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
                }
                other => other,
            });
        }
        String::from_utf8(bytes).unwrap()
    };
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (decoded(name), decoded(value))).collect()
}
