//! What Kubernetes and Docker put into a container's environment by themselves: for each service around it, where that
//! listens, under a name that begins with the service's. Of services whose names begin with `touchstone` these look like
//! our variables, and are none.

/// The protocols of Kubernetes and Docker.
const PROTOCOLS: [&str; 3] = ["TCP", "UDP", "SCTP"];

/// Whether a variable that is no setting is such a link: `TOUCHSTONE_SERVICE_HOST`, `TOUCHSTONE_PORT_8080_TCP_ADDR` and the
/// like. Where a mistyped setting could end alike (`…_PORT`, `…_NAME`), the value has to be one of a link too.
pub(super) fn is_service_link(name: &str, value: &str) -> bool {
    let parts: Vec<&str> = name.split('_').collect();
    // The first is the service's, and so may be more.
    (1..parts.len()).any(|at| match &parts[at..] {
        ["SERVICE", "HOST"] | ["SERVICE", "PORT", ..] | ["ENV", _, ..] => true,
        ["PORT", number, protocol, rest @ ..] => {
            number.parse::<u16>().is_ok() && PROTOCOLS.contains(protocol) && is_detail(rest)
        }
        ["PORT"] | ["PORT", "START" | "END"] => is_address(value),
        ["NAME"] => value.starts_with('/'),
        _ => false,
    })
}

/// What is said of one port; of a range of them, Docker says where it starts and ends.
fn is_detail(rest: &[&str]) -> bool {
    matches!(rest, [] | ["PROTO" | "PORT" | "ADDR" | "START" | "END"] | ["PORT", "START" | "END"])
}

/// `tcp://10.0.48.109:8080` and the like.
fn is_address(value: &str) -> bool {
    let protocol = value.split_once("://").map(|(protocol, _)| protocol.to_ascii_uppercase());
    protocol.is_some_and(|protocol| PROTOCOLS.contains(&protocol.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_told_from_mistyped_settings() {
        for (name, value, expected) in [
            ("TOUCHSTONE_SERVICE_HOST", "10.0.48.109", true),
            ("TOUCHSTONE_SERVICE_PORT", "8080", true),
            ("TOUCHSTONE_SERVICE_PORT_HTTP", "8080", true),
            ("TOUCHSTONE_SERVICE_PORT_HTTP_METRICS", "9464", true),
            ("TOUCHSTONE_PORT", "tcp://10.0.48.109:8080", true),
            ("TOUCHSTONE_PORT", "tcp://[fd00::1]:8080", true),
            ("TOUCHSTONE_PORT", "8080", false),
            ("TOUCHSTONE_PORT_8080_TCP", "tcp://10.0.48.109:8080", true),
            ("TOUCHSTONE_PORT_8080_TCP_PROTO", "tcp", true),
            ("TOUCHSTONE_PORT_8080_TCP_PORT", "8080", true),
            ("TOUCHSTONE_PORT_8080_TCP_ADDR", "10.0.48.109", true),
            ("TOUCHSTONE_PORT_53_UDP", "udp://10.0.48.109:53", true),
            ("TOUCHSTONE_PORT_9_SCTP_ADDR", "fd00::1", true),
            ("TOUCHSTONE_PORT_8080_TCP_HOST", "x", false),
            ("TOUCHSTONE_PORT_99999_TCP", "x", false),
            ("TOUCHSTONE_PORT_8080_TPC", "x", false),
            ("TOUCHSTONE_STAGING_PORT_8080_TCP_ADDR", "10.0.48.109", true),
            ("TOUCHSTONE_DB_SERVICE_HOST", "10.0.48.110", true),
            ("TOUCHSTONE_DB_PORT", "tcp://10.0.48.110:5432", true),
            ("TOUCHSTONE_PORT_8080_TCP_START", "tcp://172.17.0.2:8080", true),
            ("TOUCHSTONE_PORT_8080_TCP_PORT_END", "8090", true),
            ("TOUCHSTONE_NAME", "/web/touchstone", true),
            ("TOUCHSTONE_ENV_PATH", "/bin", true),
            ("TOUCHSTONE_ENV_TOUCHSTONE_BIND", "", true),
            ("TOUCHSTONE_ENV", "production", false),
            ("TOUCHSTONE_SERVICE", "x", false),
            ("TOUCHSTONE_SERVICE_HOSTS", "x", false),
            ("TOUCHSTONE_ISSUR_NAME", "The Registry", false),
            ("TOUCHSTONE_WEBHOOK_ALLOWED_PORT", "443,8443", false),
            ("TOUCHSTONE_BINT", "tcp://10.0.48.109:8080", false),
        ] {
            assert_eq!(is_service_link(name, value), expected, "{name}={value}");
        }
    }
}
