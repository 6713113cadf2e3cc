//! Whoever guesses is slowed down and learns nothing.

use std::time::{Duration, Instant};

use holdfast_domain::access::role::Role;
use holdfast_identity::error::IdentityError;
use holdfast_identity::sign_in::open::Device;
use holdfast_identity::sign_in::password::Typed;

use crate::company::{Company, HOUR, PASSWORD, SECOND, START, device, run};

#[test]
fn a_login_is_locked_for_longer_and_longer_whether_it_exists_or_not() {
    run(async {
        let company = Company::new().await;
        company.ann().await;
        for login in ["ann", "nobody"] {
            for _ in 0..5 {
                let wrong = company.sign_in(login, "wrong wrong wrong", None, START).await;
                assert!(matches!(wrong, Err(IdentityError::WrongLogin)), "{login}");
            }
            let right = company.sign_in(login, PASSWORD, None, START + SECOND).await;
            assert!(
                matches!(right, Err(IdentityError::Locked { retry_after_s: 29 })),
                "{login}"
            );
            let wrong = company.sign_in(login, "wrong", None, START + 30 * SECOND).await;
            assert!(matches!(wrong, Err(IdentityError::WrongLogin)), "{login}");
            let right = company.sign_in(login, PASSWORD, None, START + 31 * SECOND).await;
            assert!(
                matches!(right, Err(IdentityError::Locked { retry_after_s: 59 })),
                "{login}"
            );
        }
        company
            .sign_in("ann", PASSWORD, None, START + 90 * SECOND)
            .await
            .unwrap();
        for _ in 0..4 {
            assert!(company.sign_in("ann", "wrong", None, START + 2 * HOUR).await.is_err());
        }
        company
            .sign_in("ann", PASSWORD, None, START + 2 * HOUR + SECOND)
            .await
            .unwrap();
        let acts = company.acts().await;
        assert_eq!(acts.iter().filter(|act| *act == "ann session.refused").count(), 10);
        assert_eq!(acts.iter().filter(|act| *act == "unknown session.refused").count(), 6);
        assert!(
            !acts.iter().any(|act| act.contains("nobody")),
            "what was typed may be a password"
        );
    });
}

#[test]
fn many_attempts_at_once_are_no_more_guesses() {
    run(async {
        let company = Company::new().await;
        company.ann().await;
        let tries = (0..12).map(|_| {
            let identity = company.identity.clone();
            tokio::spawn(async move {
                let typed = Typed {
                    login: "ann".to_owned(),
                    password: "wrong wrong".to_owned(),
                    code: None,
                };
                identity.sign_in(&typed, &device(), START).await
            })
        });
        let tries: Vec<_> = tries.collect();
        let mut judged = 0;
        for attempt in tries {
            judged += usize::from(matches!(attempt.await.unwrap(), Err(IdentityError::WrongLogin)));
        }
        assert_eq!(judged, 5);
    });
}

#[test]
fn an_address_that_tries_many_logins_is_slowed_down_and_others_are_not() {
    run(async {
        let company = Company::new().await;
        company.ann().await;
        let from = |address: &str, login: &str, password: &str, now_us: i64| {
            let identity = company.identity.clone();
            let typed = Typed {
                login: login.to_owned(),
                password: password.to_owned(),
                code: None,
            };
            let device = Device {
                address: address.to_owned(),
                ..device()
            };
            async move { identity.sign_in(&typed, &device, now_us).await }
        };
        for n in 0..20 {
            let wrong = from("2001:db8::1", &format!("user{n}"), "password123", START).await;
            assert!(matches!(wrong, Err(IdentityError::WrongLogin)));
        }
        let blocked = from("2001:db8::2", "ann", PASSWORD, START).await;
        assert!(
            matches!(blocked, Err(IdentityError::TooMany { retry_after_s: 10 })),
            "the same household"
        );
        from("2001:db8:0:1::1", "ann", PASSWORD, START).await.unwrap();
        // An own success does not buy more guesses.
        from("2001:db8::1", "ann", PASSWORD, START + 10 * SECOND).await.unwrap();
        let wrong = from("2001:db8::1", "eve", "password123", START + 10 * SECOND).await;
        assert!(matches!(wrong, Err(IdentityError::WrongLogin)));
        let blocked = from("2001:db8::1", "eve", "password123", START + 11 * SECOND).await;
        assert!(matches!(blocked, Err(IdentityError::TooMany { .. })));
        from("2001:db8::1", "ann", PASSWORD, START + 2 * HOUR).await.unwrap();
    });
}

#[test]
fn whether_a_login_exists_cannot_be_told_by_the_clock() {
    run(async {
        let company = Company::new().await;
        let ann = company.ann().await;
        company.person(&ann, "bob", &[Role::Viewer]).await;
        let mut fastest = [Duration::MAX; 2];
        for round in 0..4 {
            for (index, login) in ["bob", "nobody"].into_iter().enumerate() {
                let begun = Instant::now();
                let wrong = company
                    .sign_in(login, "wrong wrong wrong", None, START + round * HOUR)
                    .await;
                assert!(matches!(wrong, Err(IdentityError::WrongLogin)));
                fastest[index] = fastest[index].min(begun.elapsed());
            }
        }
        let [known, unknown] = fastest.map(|time| time.as_secs_f64());
        assert!(unknown > known / 3.0, "known {known} s, unknown {unknown} s");
    });
}
