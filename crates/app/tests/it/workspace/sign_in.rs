//! `[sign_in]`: how long sessions last, and single sign-on.

use holdfast_app::workspace::parse::parse;

#[test]
fn signing_in_is_read_and_checked() {
    let head = "format = 1\nname = \"x\"\n";
    let oidc = r#"
[sign_in]
idle_minutes = 30
absolute_hours = 8

[sign_in.oidc]
issuer = "https://id.example.com"
client_id = "holdfast"
public_url = "https://churn.example.com"
role_claim = "groups"
roles = { "data team" = "analyst" }
"#;
    let config = parse(&format!("{head}{oidc}"), "f").unwrap();
    assert_eq!((config.sign_in.idle_minutes, config.sign_in.absolute_hours), (30, 8));
    let provider = config.sign_in.oidc.as_ref().unwrap();
    assert_eq!(provider.roles["data team"].word(), "analyst");
    assert_eq!(parse(&toml::to_string(&config).unwrap(), "f").unwrap(), config);
    let code = |from: &str, to: &str| {
        assert_eq!(oidc.matches(from).count(), 1, "{from}");
        parse(&format!("{head}{}", oidc.replace(from, to)), "f")
            .unwrap_err()
            .code
    };
    assert_eq!(code("https://id", "http://id"), "oidc-not-encrypted");
    assert_eq!(code("idle_minutes = 30", "idle_minutes = 1"), "bad-session-lifetime");
    assert_eq!(code("\"analyst\"", "\"boss\""), "config-wrong-value");
    assert_eq!(code("role_claim", "role_clam"), "config-unknown-key");
}
