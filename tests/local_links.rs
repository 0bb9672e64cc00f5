//! Whatever address is asked for, the links on the answer lead to this host, and nothing of it becomes a header.

use crate::support::{Answer, Client, Service, on_both_engines};

/// The answer to a request with this target, exactly as it stands.
fn ask(client: &Client, target: &str) -> String {
    let request =
        format!("GET {target} HTTP/1.1\r\nhost: registry.example\r\naccept: text/html\r\nconnection: close\r\n\r\n");
    String::from_utf8_lossy(&client.raw(request.as_bytes())).into_owned()
}

/// The addresses that a page, or the head of an answer, leads to.
fn links(answer: &str) -> Vec<String> {
    let mut found = Vec::new();
    for attribute in ["href=\"", "action=\"", "src=\"", "formaction=\"", "content=\"http", "\nlocation: ", "\nlink: <"]
    {
        let text = if attribute.starts_with('\n') { answer.to_lowercase() } else { answer.to_owned() };
        for rest in text.split(attribute).skip(1) {
            let end = if attribute.starts_with('\n') { ['\r', '>'] } else { ['"', '"'] };
            let link = rest.split(end).next().unwrap().replace("&#38;", "&");
            found.push(if attribute.ends_with("http") { format!("http{link}") } else { link });
        }
    }
    found
}

fn is_here(link: &str, base: &str) -> bool {
    let here = url::Url::parse(base).unwrap();
    here.join(link).is_ok_and(|there| there.host() == here.host() && there.port() == here.port())
}

/// The public address of the registry in these tests; it is asked at another.
const PUBLIC: (&str, &str) = ("TOUCHSTONE_PUBLIC_URL", "https://registry.example");

on_both_engines! {
    fn links_stay_on_this_host(service: Service) with [PUBLIC] {
        let client = service.client();
        for target in [
            "//evil.example/x", "//evil.example", "///evil.example/x", "////evil.example", "/\\evil.example", "/\\/evil.example/x",
            "\\\\evil.example", "/%2f/evil.example", "/%2F%2Fevil.example", "/%5Cevil.example", "/..//evil.example",
            "/.//evil.example", "/verify/..//evil.example", "//evil.example/verify", "//verify", "/verify//evil.example",
            "/%0d%0aLocation:%20https://evil.example", "/x%0D%0ASet-Cookie:a=b", "/%09/evil.example", "/%00//evil.example",
            "//evil.example/organisations/x", "/organisations//evil.example", "/organisations/%2F%2Fevil.example", "/bodies/\\evil.example",
            "/training/%5C%5Cevil.example", "/search?q=//evil.example", "/organisations?country=//evil.example&cursor=x",
            "//evil.example?lang=de", "/verify?number=//evil.example&lang=fr", "/problems//evil.example", "/docs//evil.example",
            "/docs/..%2f..%2fevil.example", "/sitemap//evil.example.xml", "/holder//evil.example", "/eligibility//evil.example",
            "http://evil.example/x", "http://evil.example//evil.example", "/@evil.example", "/verify/%2F%2Fevil.example?lang=ja",
        ] {
            let answer = ask(&client, target);
            assert!(answer.starts_with("HTTP/1.1 "), "{target}: {answer}");
            for link in links(&answer) {
                let licence = link.starts_with("https://github.com") || link.starts_with("https://schema.org");
                assert!(licence || is_here(&link, PUBLIC.1), "{target} leads to {link}:\n{answer}");
            }
            let head = answer.split("\r\n\r\n").next().unwrap().to_lowercase();
            assert!(!head.contains("set-cookie") && !head.contains("evil.example:"), "{target}: {head}");
        }
        let page = ask(&client, "//evil.example/x");
        assert!(page.contains("href=\"/evil.example/x?lang=de\""), "the languages are offered all the same: {page}");
    }

    fn who_was_here_over_tls_comes_back_over_tls(mut service: Service) with [PUBLIC] {
        let client = service.client();
        let policy = |answer: Answer| answer.header("strict-transport-security").to_owned();
        let every = ["/", "/verify", "/v1/bodies", "/v1/candidates", "/no/such/page", "/docs/", "/livez", "/assets/touchstone.css"];
        for path in every {
            assert_eq!(policy(client.get(path)), "max-age=63072000; includeSubDomains", "{path}");
        }
        assert!(!policy(client.send("OPTIONS", "/v1/candidates", &[], b"")).is_empty());
        service.set(PUBLIC.0, "http://registry.example");
        service.restart();
        for path in every {
            assert_eq!(policy(client.get(path)), "", "{path}: without TLS it would lock people out");
        }
    }
}
