//! Passwords: Argon2id hashes, the rule for new ones, and one-time passwords.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use heng_base::problem::{Problem, kinds};

use crate::failure::{Failure, Result};

const SHORTEST: usize = 10;

/// Of a one-time password; no letters that look like others.
const LETTERS: &[u8] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const ONE_TIME: usize = 16;

/// The hash to keep. Takes some 20 ms of a core, so it runs beside the server's other work.
pub async fn hash(password: String) -> Result<String> {
    blocking(move || Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string()))
        .await?
        .map_err(Failure::system)
}

/// Whether it is the password of a hash. Without a hash (no such user) the same work is done and the answer is no, so
/// that the time taken does not tell which names exist.
pub async fn verify(password: String, hash: Option<String>) -> Result<bool> {
    blocking(move || match hash {
        Some(hash) => PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()),
        None => Argon2::default().hash_password(password.as_bytes()).is_err(),
    })
    .await
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Failure::system)
}

/// A password for the first sign-in.
pub fn one_time() -> Result<String> {
    let mut password = String::new();
    while password.len() < ONE_TIME {
        let mut byte = [0];
        getrandom::fill(&mut byte).map_err(Failure::system)?;
        // Only whole rounds of the alphabet, so that every letter is as likely.
        let whole = 256 / LETTERS.len() * LETTERS.len();
        if usize::from(byte[0]) < whole {
            password.push(char::from(LETTERS[usize::from(byte[0]) % LETTERS.len()]));
        }
    }
    Ok(password)
}

/// Of a demo store: long enough, and else what its maker likes.
pub fn long_enough(new: &str) -> std::result::Result<(), Problem> {
    match new.chars().count() < SHORTEST {
        true => Err(Problem::new(&kinds::PASSWORD_WEAK).with("shortest", SHORTEST).field("password")),
        false => Ok(()),
    }
}

/// At least ten characters of three classes, neither the name nor the password before.
pub fn check(new: &str, current: &str, name: &str) -> std::result::Result<(), Problem> {
    let classes: [fn(char) -> bool; 3] = [|c| c.is_lowercase(), |c| c.is_uppercase(), |c| c.is_numeric()];
    let other = new.chars().any(|c| !classes.iter().any(|class| class(c)));
    let held = classes.iter().filter(|class| new.chars().any(**class)).count() + usize::from(other);
    let weak = new.chars().count() < SHORTEST || held < 3 || new.to_lowercase().contains(&name.to_lowercase());
    match (weak, new == current) {
        (true, _) => Err(Problem::new(&kinds::PASSWORD_WEAK).with("shortest", SHORTEST).field("new")),
        (_, true) => Err(Problem::new(&kinds::PASSWORD_SAME).field("new")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_has_three_classes_and_is_new() {
        let code = |new, current| check(new, current, "wang").map_err(|p| p.kind.code);
        assert_eq!(code("Abcdef1234", ""), Ok(()));
        assert_eq!(code("妇女发展规划-Ab1x", ""), Ok(()));
        for weak in ["Abc123", "abcdefghij1", "ABCDEFGHIJKL", "Wang123456", ""] {
            assert_eq!(code(weak, ""), Err("password.weak"), "{weak}");
        }
        assert_eq!(code("Abcdef1234", "Abcdef1234"), Err("password.same"));
    }

    #[tokio::test]
    async fn a_hash_knows_its_password() {
        let held = hash("Abcdef1234".to_owned()).await.unwrap();
        assert!(held.starts_with("$argon2id$"));
        assert!(verify("Abcdef1234".to_owned(), Some(held.clone())).await.unwrap());
        assert!(!verify("abcdef1234".to_owned(), Some(held)).await.unwrap());
        assert!(!verify("Abcdef1234".to_owned(), None).await.unwrap());
    }

    #[test]
    fn one_time_passwords_pass_length_and_differ() {
        let (a, b) = (one_time().unwrap(), one_time().unwrap());
        assert!(a.len() == ONE_TIME && a != b);
    }
}
