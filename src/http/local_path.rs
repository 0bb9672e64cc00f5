//! The address of a request as a link on one of our pages, or in a header of ours, may repeat it.

use actix_web::HttpRequest;

/// The request's path so that it stays on this host wherever it is put. A browser takes what begins with two slashes for
/// another host, a backslash for a slash (WHATWG URL, section 4.4), and passes over tabs and line breaks: so one slash
/// stands at the beginning, and all of the others are written in percent signs.
pub fn of(request: &HttpRequest) -> String {
    kept_local(request.path())
}

fn kept_local(path: &str) -> String {
    let rest = path.trim_start_matches(|one: char| matches!(one, '/' | '\\') || one.is_control() || one == ' ');
    let mut local = String::with_capacity(path.len() + 1);
    local.push('/');
    for one in rest.chars() {
        match one {
            '\\' => local.push_str("%5C"),
            ' ' => local.push_str("%20"),
            one if one.is_control() => {}
            one => local.push(one),
        }
    }
    local
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_repeated_stays_on_this_host() {
        let here = url::Url::parse("https://registry.example/verify").unwrap();
        for (path, expected) in [
            ("/verify", "/verify"),
            ("/bodies/a%2Fb", "/bodies/a%2Fb"),
            ("", "/"),
            ("*", "/*"),
            ("//evil.example/x", "/evil.example/x"),
            ("///evil.example", "/evil.example"),
            ("/\\evil.example", "/evil.example"),
            ("\\\\evil.example", "/evil.example"),
            ("/\\/evil.example/a\\b", "/evil.example/a%5Cb"),
            ("/\t/evil.example", "/evil.example"),
            ("\r\n//evil.example", "/evil.example"),
            ("/%2f/evil.example", "/%2f/evil.example"),
            ("/%5Cevil.example", "/%5Cevil.example"),
            ("/..//evil.example", "/..//evil.example"),
            ("/.//evil.example", "/.//evil.example"),
            ("javascript:alert(1)", "/javascript:alert(1)"),
            ("https://evil.example/", "/https://evil.example/"),
            ("/a\r\nSet-Cookie: b", "/aSet-Cookie:%20b"),
        ] {
            let local = kept_local(path);
            assert_eq!(local, expected, "{path:?}");
            assert_eq!(here.join(&local).unwrap().host_str(), Some("registry.example"), "{path:?}");
        }
    }
}
