//! The second factor, with codes computed here by the RFC and not by the library under test.

use holdfast_domain::access::role::Role;
use holdfast_identity::error::IdentityError;
use holdfast_identity::signed_in::SignedIn;
use ring::hmac;

use crate::company::{Company, HOUR, PASSWORD, SECOND, START, code, device, run};

/// RFC 4226 and 6238, from the base32 text that the person types into the app.
fn app(secret: &str, now_us: i64) -> String {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: String = secret
        .chars()
        .map(|c| format!("{:05b}", alphabet.find(c).unwrap()))
        .collect();
    let bytes: Vec<u8> = bits
        .as_bytes()
        .chunks_exact(8)
        .map(|byte| u8::from_str_radix(std::str::from_utf8(byte).unwrap(), 2).unwrap())
        .collect();
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &bytes);
    let step = u64::try_from(now_us / SECOND / 30).unwrap();
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let offset = usize::from(tag.as_ref()[19] & 15);
    let word: [u8; 4] = tag.as_ref()[offset..offset + 4].try_into().unwrap();
    format!("{:06}", (u32::from_be_bytes(word) & 0x7fff_ffff) % 1_000_000)
}

async fn with_factor(company: &Company, who: &SignedIn) -> (String, Vec<String>) {
    let proposal = company.identity.propose_second_factor(who).await.unwrap();
    let code = app(&proposal.secret, START);
    let recovery = company
        .identity
        .confirm_second_factor(who, &code, "::1", START)
        .await
        .unwrap();
    (proposal.secret, recovery)
}

#[test]
fn a_code_is_needed_and_works_once() {
    run(async {
        let company = Company::new().await;
        let ann = company.ann().await;
        let bob = company.person(&ann, "bob", &[Role::Viewer]).await;
        let proposal = company.identity.propose_second_factor(&bob).await.unwrap();
        assert!(
            proposal
                .uri
                .starts_with("otpauth://totp/Holdfast%20%E9%94%9A%E5%BA%97%3Abob?secret=")
        );
        company.sign_in("bob", PASSWORD, None, START).await.unwrap();
        let wrong = company
            .identity
            .confirm_second_factor(&bob, "000000", "::1", START)
            .await;
        assert!(
            matches!(wrong, Err(IdentityError::WrongCode)),
            "not before a code has come"
        );
        let code_now = app(&proposal.secret, START);
        let recovery = company
            .identity
            .confirm_second_factor(&bob, &code_now, "::1", START)
            .await
            .unwrap();
        assert_eq!(recovery.len(), 10);

        let sign_in = |code: Option<String>, now_us: i64| {
            let company = &company;
            async move { company.sign_in("bob", PASSWORD, code.as_deref(), now_us).await }
        };
        assert!(matches!(
            sign_in(None, START).await,
            Err(IdentityError::SecondFactorNeeded)
        ));
        let replay = sign_in(Some(code_now), START + SECOND).await;
        assert!(
            matches!(replay, Err(IdentityError::WrongCode)),
            "it confirmed the factor and is used"
        );
        let next = app(&proposal.secret, START + 30 * SECOND);
        sign_in(Some(next.clone()), START + 30 * SECOND).await.unwrap();
        let replay = sign_in(Some(next), START + 31 * SECOND).await;
        assert!(matches!(replay, Err(IdentityError::WrongCode)));
        let early = app(&proposal.secret, START + 120 * SECOND);
        sign_in(Some(early), START + 95 * SECOND).await.unwrap();
        let late = app(&proposal.secret, START + 300 * SECOND);
        let late = sign_in(Some(late), START + 365 * SECOND).await;
        assert!(matches!(late, Err(IdentityError::WrongCode)), "two steps late");
        assert!(company.acts().await.contains(&"bob second_factor.added".to_owned()));
        let again = company.identity.authenticate_session("x", START).await.unwrap();
        assert_eq!(again, None);
    });
}

#[test]
fn knowing_the_password_does_not_help_to_guess_codes() {
    run(async {
        let company = Company::new().await;
        let ann = company.ann().await;
        let (secret, _) = with_factor(&company, &ann).await;
        let mut judged = 0;
        for round in 0..20 {
            // The password alone, again and again, must not make the count of wrong codes begin anew.
            let _ = company.sign_in("ann", PASSWORD, None, START + HOUR).await;
            let guess = company
                .sign_in("ann", PASSWORD, Some(&format!("{round:06}")), START + HOUR)
                .await;
            judged += usize::from(matches!(guess, Err(IdentityError::WrongCode)));
        }
        assert!(judged <= 5, "{judged} guesses");
        let right = app(&secret, START + 2 * HOUR);
        company
            .sign_in("ann", PASSWORD, Some(&right), START + 2 * HOUR)
            .await
            .unwrap();
    });
}

#[test]
fn a_recovery_code_works_once_however_it_is_typed() {
    run(async {
        let company = Company::new().await;
        let ann = company.ann().await;
        let (_, recovery) = with_factor(&company, &ann).await;
        let typed = recovery[0].to_uppercase().replace('-', " ");
        company.sign_in("ann", PASSWORD, Some(&typed), START).await.unwrap();
        let twice = company.sign_in("ann", PASSWORD, Some(&recovery[0]), START).await;
        assert!(matches!(twice, Err(IdentityError::WrongCode)));
        assert_eq!(company.store.count_recovery_codes(&ann.user.id).await.unwrap(), 9);
        assert!(company.acts().await.contains(&"ann second_factor.recovered".to_owned()));
    });
}

#[test]
fn it_is_removed_with_the_password_or_by_an_administrator() {
    run(async {
        let company = Company::new().await;
        let ann = company.ann().await;
        let bob = company.person(&ann, "bob", &[Role::Viewer]).await;
        let (_, recovery) = with_factor(&company, &bob).await;
        let bob = company
            .sign_in("bob", PASSWORD, Some(&recovery[0]), START)
            .await
            .unwrap()
            .signed_in;
        assert_eq!(
            code(company.identity.propose_second_factor(&bob).await),
            "second-factor-there"
        );
        let wrong = company
            .identity
            .remove_second_factor(&bob, "wrong wrong", "::1", START)
            .await;
        assert!(matches!(wrong, Err(IdentityError::WrongLogin)));
        company
            .identity
            .remove_second_factor(&bob, PASSWORD, "::1", START)
            .await
            .unwrap();
        let bob = company.sign_in("bob", PASSWORD, None, START).await.unwrap().signed_in;
        with_factor(&company, &bob).await;
        let temporary = company
            .identity
            .reset_password(&ann, &bob.user.id, true, START)
            .await
            .unwrap();
        let opened = company.sign_in("bob", &temporary, None, START).await.unwrap();
        let changed = company
            .identity
            .change_password(&opened.signed_in, &temporary, PASSWORD, &device(), START)
            .await;
        assert!(!changed.unwrap().signed_in.user.totp);
    });
}

#[test]
fn whoever_has_the_machine_lets_the_last_administrator_in_again() {
    run(async {
        let company = Company::new().await;
        let ann = company.ann().await;
        with_factor(&company, &ann).await;
        for _ in 0..6 {
            assert!(company.sign_in("ann", "wrong", None, START).await.is_err());
        }
        let nobody = company.identity.rescue("nobody", START).await;
        assert!(matches!(nobody, Err(IdentityError::NotFound)));
        let temporary = company.identity.rescue(" Ann ", START).await.unwrap();
        let opened = company.sign_in("ann", &temporary, None, START).await.unwrap();
        assert!(opened.signed_in.user.must_change_password && !opened.signed_in.user.totp);
        assert!(company.acts().await.contains(&"system password.reset".to_owned()));
    });
}

#[test]
fn without_its_key_the_secret_is_of_no_use() {
    run(async {
        let mut company = Company::new().await;
        let ann = company.ann().await;
        let (secret, _) = with_factor(&company, &ann).await;
        company.lose_key();
        let right = app(&secret, START + HOUR);
        assert_eq!(
            code(company.sign_in("ann", PASSWORD, Some(&right), START + HOUR).await),
            "key-lost"
        );
    });
}
