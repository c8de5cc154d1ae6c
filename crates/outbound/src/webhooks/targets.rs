//! Where webhooks may go: not into the own network (server-side request forgery), unless the operator allows it.
use dienstweg_kernel::error::{Fault, Text};
use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

/// The rule for target addresses. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Targets(Arc<Vec<Allowed>>);

/// A host, and a port where only that is meant.
#[derive(Debug)]
struct Allowed {
    host: String,
    port: Option<u16>,
}

/// Why an address is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetFault {
    #[error("not an address")]
    Unreadable,
    #[error("only https")]
    NotHttps,
    #[error("no user name or password in the address")]
    Credentials,
    #[error("leads into a private network")]
    Private,
}

impl Targets {
    /// `allowed`: `host` or `host:port` for which http and private networks are fine, such as `localhost:9000`.
    pub fn new(allowed: &[String]) -> Self {
        let read = |entry: &String| {
            let entry = entry.to_ascii_lowercase();
            match entry.rsplit_once(':').map(|(host, port)| (host, port.parse())) {
                Some((host, Ok(port))) if !host.ends_with(':') => {
                    Allowed { host: host.to_owned(), port: Some(port) }
                }
                _ => Allowed { host: entry, port: None },
            }
        };
        Self(Arc::new(allowed.iter().map(read).collect()))
    }

    /// Reads an address and refuses what can be refused without asking for names.
    pub fn check(&self, text: &str) -> Result<Url, TargetFault> {
        let url = Url::parse(text).map_err(|_| TargetFault::Unreadable)?;
        let host = url.host_str().ok_or(TargetFault::Unreadable)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(TargetFault::NotHttps);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(TargetFault::Credentials);
        }
        if self.allows(host, url.port_or_known_default()) {
            return Ok(url);
        }
        if url.scheme() != "https" {
            return Err(TargetFault::NotHttps);
        }
        let literal = host.trim_matches(['[', ']']).parse::<IpAddr>();
        let local = host.trim_end_matches('.') == "localhost" || host.ends_with(".localhost");
        if local || literal.is_ok_and(is_private) { Err(TargetFault::Private) } else { Ok(url) }
    }

    fn allows(&self, host: &str, port: Option<u16>) -> bool {
        self.0.iter().any(|one| one.host == host && (one.port.is_none() || one.port == port))
    }

    /// Whether any port of the host is allowed; the address itself was checked with its port.
    fn allows_name(&self, host: &str) -> bool {
        self.0.iter().any(|one| one.host == host)
    }
}

impl TargetFault {
    pub(crate) fn into_fault(self, pointer: &str) -> Fault {
        let (code, de, en) = match self {
            Self::Unreadable => ("url", "Das ist keine Adresse.", "This is not an address."),
            Self::NotHttps => {
                ("https_only", "Nur Adressen mit https sind erlaubt.", "Only https addresses are allowed.")
            }
            Self::Credentials => (
                "credentials",
                "Benutzername und Passwort gehören nicht in die Adresse.",
                "User name and password do not belong into the address.",
            ),
            Self::Private => (
                "private_target",
                "Diese Adresse führt in ein privates Netz.",
                "This address leads into a private network.",
            ),
        };
        Fault::new(pointer, code, Text::new(de, en))
    }
}

/// Resolves names for deliveries and refuses what leads into private networks. The connection is made to exactly
/// these addresses, so a name cannot mean something else a moment later.
impl Resolve for Targets {
    fn resolve(&self, name: Name) -> Resolving {
        let targets = self.clone();
        Box::pin(async move {
            let host = name.as_str().to_ascii_lowercase();
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            if !targets.allows_name(&host) && found.iter().any(|address| is_private(address.ip())) {
                return Err(TargetFault::Private.into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Not an address of the public internet (IANA special-purpose registries).
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_private_v4(address),
        IpAddr::V6(address) => is_private_v6(address),
    }
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || address.is_multicast()
        || matches!((a, b, c), (0 | 240.., _, _) | (100, 64..=127, _) | (192, 0, 0) | (198, 18..=19, _))
}

fn is_private_v6(address: Ipv6Addr) -> bool {
    let s = address.segments();
    let v4 = |high: u16, low: u16| is_private_v4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)));
    match s {
        // Carriers of IPv4: mapped, translated (RFC 6052) and 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => v4(high, low),
        // Everything outside 2000::/3, and in it the blocks for protocols and documentation.
        [first, second, ..] => {
            first & 0xe000 != 0x2000
                || (first == 0x2001 && (second < 0x200 || second == 0xdb8))
                || first == 0x3fff
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_networks_are_refused_in_every_spelling() {
        let targets = Targets::default();
        for host in [
            "localhost",
            "127.0.0.1",
            "2130706433",
            "0x7f.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "[::1]",
            "[::]",
            "[fe80::1]",
            "[fd00::1]",
            "[::ffff:10.0.0.1]",
            "[64:ff9b::a00:1]",
            "[2002:a00:1::]",
            "[2001:db8::1]",
            "[ff02::1]",
            "[100::1]",
        ] {
            assert_eq!(targets.check(&format!("https://{host}/hook")), Err(TargetFault::Private), "{host}");
        }
        for host in ["example.org", "8.8.8.8", "[2a00:1450:4001::1]", "[2001:4860:4860::8888]"] {
            assert!(targets.check(&format!("https://{host}/hook")).is_ok(), "{host}");
        }
    }

    #[test]
    fn only_https_without_credentials() {
        let check = |text: &str| Targets::default().check(text).map(|_| ());
        assert_eq!(check("http://example.org/"), Err(TargetFault::NotHttps));
        assert_eq!(check("file:///etc/passwd"), Err(TargetFault::Unreadable));
        assert_eq!(check("ftp://example.org/"), Err(TargetFault::NotHttps));
        assert_eq!(check("https://me:secret@example.org/"), Err(TargetFault::Credentials));
        assert_eq!(check("hook"), Err(TargetFault::Unreadable));
    }

    #[test]
    fn what_the_operator_allows_is_allowed_on_that_port_only() {
        let targets =
            Targets::new(&["Localhost:9000".into(), "intern.example.de".into(), "[::1]:9000".into()]);
        assert!(targets.check("http://localhost:9000/hook").is_ok());
        assert!(targets.check("http://intern.example.de/hook").is_ok());
        assert!(targets.check("http://[::1]:9000/hook").is_ok());
        assert_eq!(targets.check("https://localhost:9001/hook"), Err(TargetFault::Private));
    }

    #[tokio::test]
    async fn a_name_that_leads_into_a_private_network_does_not_resolve() {
        let name = || "localhost".parse::<Name>().unwrap();
        assert!(Targets::default().resolve(name()).await.is_err());
        assert!(Targets::new(&["localhost:9000".into()]).resolve(name()).await.is_ok());
    }
}
