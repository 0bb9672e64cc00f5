//! Signatures on webhooks, as Standard Webhooks has them (<https://www.standardwebhooks.com>, symmetric): HMAC-SHA256
//! over `id.timestamp.body`.

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::random_bytes;
use super::sealing::{SealingError, SealingKey};
use crate::secret::Secret;

pub const PREFIX: &str = "whsec_";

/// What a subscriber recognises messages from the registry by.
pub struct WebhookSecret(Vec<u8>);

impl WebhookSecret {
    /// A new secret: 256 random bits, within the 192 to 512 that Standard Webhooks asks for.
    pub fn generate() -> Self {
        Self(random_bytes::<32>().to_vec())
    }

    /// The secret as its owner is shown it, once.
    pub fn to_text(&self) -> Secret {
        Secret::new(format!("{PREFIX}{}", STANDARD.encode(&self.0)))
    }

    /// The secret as it is kept: sealed, and good for this subscription only.
    pub fn sealed(&self, sealing_key: &SealingKey, subscription: &str) -> Result<String, SealingError> {
        sealing_key.seal(&self.0, &context(subscription))
    }

    pub fn from_sealed(sealing_key: &SealingKey, subscription: &str, sealed: &str) -> Result<Self, SealingError> {
        sealing_key.open(sealed, &context(subscription)).map(Self)
    }

    /// The signature of a message, with its version in front.
    pub fn sign(&self, id: &str, timestamp: i64, body: &[u8]) -> String {
        let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, &self.0));
        context.update(format!("{id}.{timestamp}.").as_bytes());
        context.update(body);
        format!("v1,{}", STANDARD.encode(context.sign()))
    }
}

/// What a private half or a secret is sealed for: the row in which it lies.
pub(crate) fn context(subscription: &str) -> String {
    format!("webhook_subscriptions.secret:{subscription}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    #[test]
    fn signs_as_the_specification_does() {
        let secret = WebhookSecret(STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap());
        let body = br#"{"test": 2432232314}"#;
        // The example of the reference libraries.
        let signature = secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn is_kept_sealed_for_one_subscription() {
        let key = SealingKey::from_base64(&Secret::new(STANDARD.encode([7; 32])), "a test").unwrap();
        let secret = WebhookSecret::generate();
        let sealed = secret.sealed(&key, "one").unwrap();
        assert_eq!(WebhookSecret::from_sealed(&key, "one", &sealed).unwrap().to_text(), secret.to_text());
        assert!(WebhookSecret::from_sealed(&key, "another", &sealed).is_err());
        assert_eq!(secret.to_text().expose().len(), PREFIX.len() + 44);
        assert_ne!(secret.to_text(), WebhookSecret::generate().to_text());
    }
}
