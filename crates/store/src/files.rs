//! Files by the SHA-256 of their content, in a local folder: `sha256/ab/cdef…`.
//!
//! A file is whole or absent: written beside its place, synced, then renamed. The same content is kept once. Nothing is
//! ever removed here.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

#[derive(Debug, Clone)]
pub struct Files {
    folder: PathBuf,
}

/// Hash of a content as it is written everywhere: 64 lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

impl Files {
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        let folder = folder.join("sha256");
        make_folder(&folder).map_err(|error| Error::File { path: folder.clone(), error })?;
        Ok(Self { folder })
    }

    /// Keeps a content; returns its hash once it is on disk.
    pub async fn put(&self, bytes: Vec<u8>) -> Result<String> {
        let files = self.clone();
        blocking(move || files.write(&bytes)).await
    }

    /// The content of a hash. A content that no longer has that hash is `Error::Damaged`.
    pub async fn get(&self, hash: &str) -> Result<Vec<u8>> {
        let (files, hash) = (self.clone(), hash.to_owned());
        blocking(move || {
            let bytes = files.read(&hash)?;
            let found = sha256(&bytes);
            if found == hash { Ok(bytes) } else { Err(Error::damaged(format!("file {hash} now has the hash {found}"))) }
        })
        .await
    }

    /// The hash that the content kept under `hash` really has; none when it is gone.
    pub(crate) async fn rehash(&self, hash: &str) -> Result<Option<String>> {
        let (files, hash) = (self.clone(), hash.to_owned());
        blocking(move || match files.read(&hash) {
            Ok(bytes) => Ok(Some(sha256(&bytes))),
            Err(Error::File { error, .. }) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        })
        .await
    }

    fn place(&self, hash: &str) -> Result<PathBuf> {
        match hash.split_at_checked(2) {
            Some((front, rest)) if hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit()) => {
                Ok(self.folder.join(front).join(rest))
            }
            _ => Err(Error::damaged(format!("“{hash}” is no SHA-256"))),
        }
    }

    fn read(&self, hash: &str) -> Result<Vec<u8>> {
        let path = self.place(hash)?;
        let read = || {
            let mut bytes = Vec::new();
            File::open(&path)?.read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        read().map_err(|error| Error::File { path: path.clone(), error })
    }

    fn write(&self, bytes: &[u8]) -> Result<String> {
        let hash = sha256(bytes);
        let path = self.place(&hash)?;
        let write = || {
            // A damaged content is written anew; an intact one stays as it is.
            if fs::read(&path).is_ok_and(|held| held == bytes) {
                return Ok(());
            }
            let folder = path.parent().unwrap_or(&self.folder);
            make_folder(folder)?;
            let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
            temporary.write_all(bytes)?;
            temporary.as_file().sync_all()?;
            temporary.persist(&path).map_err(|e| e.error)?;
            sync_folder(folder)?;
            sync_folder(&self.folder)
        };
        write().map_err(|error| Error::File { path: path.clone(), error })?;
        Ok(hash)
    }
}

/// The name of a new file is on disk only when its folder is.
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(Error::damaged(error)),
    }
}
