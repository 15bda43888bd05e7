//! Confidential fields: encrypted at rest with a key outside the database, found by keyed hash.
//!
//! XChaCha20-Poly1305 (24-byte random nonce in front of the ciphertext) seals; HMAC-SHA-256 under a second
//! key, derived from the first, finds. A document has a random key of its own, which a third key wraps: to
//! destroy that wrapped key is to destroy the document, wherever copies of its content are.

use std::sync::Arc;

use chacha20poly1305::aead::{Aead, AeadCore, KeyInit, OsRng, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::error::{Error, Result};

const NONCE_BYTES: usize = 24;

/// Seals, opens and hashes confidential values. Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    cipher: Arc<XChaCha20Poly1305>,
    wrapping: Arc<OwnKey>,
    hash_key: Arc<[u8; 32]>,
}

/// The key of one document, in memory alone.
pub struct OwnKey(XChaCha20Poly1305);

impl OwnKey {
    fn new(key: &[u8; 32]) -> OwnKey {
        OwnKey(XChaCha20Poly1305::new(Key::from_slice(key)))
    }

    /// Encrypts `plain`; each time differently. It opens again in the same place only: `about` says which.
    pub fn seal(&self, plain: &[u8], about: &[u8]) -> Result<Vec<u8>> {
        let nonce = XChaCha20Poly1305::generate_nonce(&mut OsRng);
        let payload = Payload { msg: plain, aad: about };
        let sealed = self.0.encrypt(&nonce, payload).map_err(|_| Error::Sealed)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Decrypts what [`OwnKey::seal`] made for the same `about`.
    pub fn open(&self, sealed: &[u8], about: &[u8]) -> Result<Vec<u8>> {
        let (nonce, body) = sealed.split_at_checked(NONCE_BYTES).ok_or(Error::Sealed)?;
        let payload = Payload { msg: body, aad: about };
        self.0.decrypt(XNonce::from_slice(nonce), payload).map_err(|_| Error::Sealed)
    }
}

impl Vault {
    /// A vault with the 32-byte `key` of the city's key file.
    pub fn new(key: [u8; 32]) -> Vault {
        let cipher = XChaCha20Poly1305::new(Key::from_slice(&key));
        let hash_key = keyed_hash(&key, b"blind index");
        let wrapping = OwnKey::new(&keyed_hash(&key, b"wrapping of keys"));
        Vault { cipher: Arc::new(cipher), wrapping: Arc::new(wrapping), hash_key: Arc::new(hash_key) }
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

    /// A new random key for one document, and the same wrapped, which is what may be kept. It unwraps for the
    /// same `about` only.
    pub fn own_key(&self, about: &[u8]) -> Result<(OwnKey, Vec<u8>)> {
        let key = Vault::random_key();
        Ok((OwnKey::new(&key), self.wrapping.seal(&key, about)?))
    }

    /// The key that [`Vault::own_key`] wrapped.
    pub fn unwrap(&self, wrapped: &[u8], about: &[u8]) -> Result<OwnKey> {
        let key = self.wrapping.open(wrapped, about)?;
        Ok(OwnKey::new(&key.try_into().map_err(|_| Error::Sealed)?))
    }

    /// The hash by which a value is found; useless without the key.
    pub fn hash(&self, plain: &str) -> Vec<u8> {
        self.digest(plain.as_bytes())
    }

    /// The hash by which content is told to be what it was; useless without the key.
    pub fn digest(&self, content: &[u8]) -> Vec<u8> {
        keyed_hash(&self.hash_key, content).to_vec()
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
    fn the_key_of_a_document_unwraps_for_it_alone_and_opens_each_part_in_its_place() {
        let vault = Vault::new([7; 32]);
        let (key, wrapped) = vault.own_key(b"document 1").unwrap();
        let sealed = key.seal(b"page one", b"document 1, part 0").unwrap();
        assert!(!sealed.windows(4).any(|window| window == b"page"));

        let again = vault.unwrap(&wrapped, b"document 1").unwrap();
        assert_eq!(again.open(&sealed, b"document 1, part 0").unwrap(), b"page one");
        assert!(again.open(&sealed, b"document 1, part 1").is_err());
        assert!(vault.unwrap(&wrapped, b"document 2").is_err());
        assert!(Vault::new([8; 32]).unwrap(&wrapped, b"document 1").is_err());
        let (other, _) = vault.own_key(b"document 1").unwrap();
        assert!(other.open(&sealed, b"document 1, part 0").is_err());
    }

    #[test]
    fn hashes_find_and_depend_on_the_key() {
        let vault = Vault::new([7; 32]);
        assert_eq!(vault.hash("a"), vault.hash("a"));
        assert_ne!(vault.hash("a"), vault.hash("b"));
        assert_ne!(vault.hash("a"), Vault::new([8; 32]).hash("a"));
    }
}
