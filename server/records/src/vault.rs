//! Confidential fields: encrypted at rest with a key outside the database, found by keyed hash.
//!
//! XChaCha20-Poly1305 (24-byte random nonce in front of the ciphertext) seals; HMAC-SHA-256 under a second
//! key, derived from the first, finds.

use std::sync::Arc;

use chacha20poly1305::aead::{Aead, AeadCore, KeyInit, OsRng};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::error::{Error, Result};

const NONCE_BYTES: usize = 24;

/// Seals, opens and hashes confidential values. Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    cipher: Arc<XChaCha20Poly1305>,
    hash_key: Arc<[u8; 32]>,
}

impl Vault {
    /// A vault with the 32-byte `key` of the city's key file.
    pub fn new(key: [u8; 32]) -> Vault {
        let cipher = XChaCha20Poly1305::new(Key::from_slice(&key));
        let hash_key = keyed_hash(&key, b"blind index");
        Vault { cipher: Arc::new(cipher), hash_key: Arc::new(hash_key) }
    }

    /// A new random key.
    pub fn random_key() -> [u8; 32] {
        XChaCha20Poly1305::generate_key(&mut OsRng).into()
    }

    /// Encrypts `plain`; each time differently.
    pub fn seal(&self, plain: &str) -> Result<Vec<u8>> {
        let nonce = XChaCha20Poly1305::generate_nonce(&mut OsRng);
        let sealed = self.cipher.encrypt(&nonce, plain.as_bytes()).map_err(|_| Error::Sealed)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Decrypts what [`Vault::seal`] made.
    pub fn open(&self, sealed: &[u8]) -> Result<String> {
        let (nonce, body) = sealed.split_at_checked(NONCE_BYTES).ok_or(Error::Sealed)?;
        let plain = self.cipher.decrypt(XNonce::from_slice(nonce), body).map_err(|_| Error::Sealed)?;
        String::from_utf8(plain).map_err(|_| Error::Sealed)
    }

    /// The hash by which a value is found; useless without the key.
    pub fn hash(&self, plain: &str) -> Vec<u8> {
        keyed_hash(&self.hash_key, plain.as_bytes()).to_vec()
    }
}

fn keyed_hash(key: &[u8; 32], data: &[u8]) -> [u8; 32] {
    // HMAC pads a short key with zeros to the block size of its hash: 64 bytes.
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
    mac.update(data);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_the_same_key_only() {
        let vault = Vault::new([7; 32]);
        let sealed = vault.seal("219099999").unwrap();
        assert_eq!(vault.open(&sealed).unwrap(), "219099999");
        assert_ne!(sealed, vault.seal("219099999").unwrap());
        assert!(Vault::new([8; 32]).open(&sealed).is_err());
        assert!(vault.open(&sealed[..10]).is_err());
        let mut touched = sealed.clone();
        touched[30] ^= 1;
        assert!(vault.open(&touched).is_err());
    }

    #[test]
    fn hashes_find_and_depend_on_the_key() {
        let vault = Vault::new([7; 32]);
        assert_eq!(vault.hash("a"), vault.hash("a"));
        assert_ne!(vault.hash("a"), vault.hash("b"));
        assert_ne!(vault.hash("a"), Vault::new([8; 32]).hash("a"));
    }
}
