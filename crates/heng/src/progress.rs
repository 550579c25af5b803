//! Says that long work goes on.

use std::time::Duration;

/// Does the work; `say` is told after each span of `every` how many have passed. It is told from another thread, for some
/// work holds its own.
pub async fn told<T>(every: Duration, say: impl Fn(u64) + Send + 'static, work: impl Future<Output = T>) -> T {
    let telling = tokio::spawn(async move {
        for passed in 1.. {
            tokio::time::sleep(every).await;
            say(passed);
        }
    });
    let done = work.await;
    telling.abort();
    done
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    async fn said(work: Duration) -> u64 {
        let heard = Arc::new(AtomicU64::new(0));
        let hearing = heard.clone();
        // As reading a large file does, it gives way to nobody.
        let work = async { std::thread::sleep(work) };
        told(Duration::from_millis(100), move |passed| hearing.store(passed, Ordering::Relaxed), work).await;
        heard.load(Ordering::Relaxed)
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn long_work_is_told_of_and_short_work_is_not() {
        assert!(said(Duration::from_millis(1000)).await >= 2);
        assert_eq!(said(Duration::ZERO).await, 0);
    }
}
