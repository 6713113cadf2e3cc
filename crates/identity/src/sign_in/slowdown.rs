//! How guessing is slowed down.

use std::net::IpAddr;

use holdfast_domain::zone::SECOND_US;
use holdfast_store::attempts::count::{Attempt, Slowdown};

use crate::error::IdentityError;
use crate::identity::Identity;

const HOUR_US: i64 = 3_600 * SECOND_US;
/// A login: four attempts at once, then half a minute, doubling to a quarter of an hour.
const LOGIN: Slowdown = Slowdown {
    delay_us: |failures| delay(failures - 5, 30, 900),
    forget_after_us: 12 * HOUR_US,
};
/// An address, behind which many people may sit: nineteen attempts, then ten seconds, doubling to ten minutes.
const ADDRESS: Slowdown = Slowdown {
    delay_us: |failures| delay(failures - 20, 10, 600),
    forget_after_us: HOUR_US,
};

/// `first_s` · 2^`beyond` seconds, at most `most_s`; none below 0.
fn delay(beyond: i64, first_s: i64, most_s: i64) -> i64 {
    let Ok(doublings) = u32::try_from(beyond.min(63)) else {
        return 0;
    };
    first_s.saturating_mul(2_i64.saturating_pow(doublings)).min(most_s) * SECOND_US
}

impl Identity {
    /// Counts an attempt by login and by address before it is judged.
    ///
    /// # Errors
    /// `Locked`, `TooMany`, `Store`.
    pub(crate) async fn count_attempt(&self, login: &str, address: &str, now_us: i64) -> Result<(), IdentityError> {
        let by_address = self
            .store()
            .count_attempt(&of_address(address), ADDRESS, now_us)
            .await?;
        if let Attempt::BlockedUntil(until_us) = by_address {
            return Err(IdentityError::TooMany {
                retry_after_s: seconds(until_us - now_us),
            });
        }
        match self.store().count_attempt(&of_login(login), LOGIN, now_us).await? {
            Attempt::Counted(_) => Ok(()),
            Attempt::BlockedUntil(until_us) => Err(IdentityError::Locked {
                retry_after_s: seconds(until_us - now_us),
            }),
        }
    }

    /// The attempt succeeded: the login begins anew; of the address this attempt alone is forgiven, since whoever has one
    /// password must not be able to guess others with it.
    pub(crate) async fn clear_attempt(&self, login: &str, address: &str) -> Result<(), IdentityError> {
        self.store().clear_attempts(&of_login(login)).await?;
        Ok(self.store().forgive_attempt(&of_address(address)).await?)
    }

    /// Forgets the attempts of a login.
    pub(crate) async fn unlock(&self, login: &str) -> Result<(), IdentityError> {
        Ok(self.store().clear_attempts(&of_login(login)).await?)
    }

    /// The password was right and the code is still to come: neither a failure nor yet a success.
    pub(crate) async fn forgive_attempt(&self, login: &str, address: &str) -> Result<(), IdentityError> {
        self.store().forgive_attempt(&of_login(login)).await?;
        Ok(self.store().forgive_attempt(&of_address(address)).await?)
    }
}

fn seconds(us: i64) -> u64 {
    u64::try_from(us).unwrap_or(0).div_ceil(SECOND_US.unsigned_abs())
}

/// A login as it was typed may be long or hold anything: its hash is counted.
fn of_login(login: &str) -> String {
    format!("login:{}", crate::secret::hash("attempt", login))
}

/// One customer of a network provider has a whole /64 of IPv6.
fn of_address(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
            Some(mapped) => format!("address:{mapped}"),
            None => format!("address:{:x}", address.to_bits() >> 64),
        },
        Ok(IpAddr::V4(address)) => format!("address:{address}"),
        Err(_) => format!("address:{}", crate::secret::hash("attempt", address)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_and_stop_growing() {
        let login: Vec<i64> = (1..=12).map(|n| (LOGIN.delay_us)(n) / SECOND_US).collect();
        assert_eq!(login, [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
        assert_eq!((LOGIN.delay_us)(i64::MAX), 900 * SECOND_US);
        assert_eq!(((ADDRESS.delay_us)(19), (ADDRESS.delay_us)(20)), (0, 10 * SECOND_US));
        assert_eq!(seconds(1), 1);
    }

    #[test]
    fn an_address_is_a_household() {
        assert_eq!(of_address("2001:db8:0:1::7"), of_address("2001:db8:0:1:ffff::"));
        assert_ne!(of_address("2001:db8:0:1::7"), of_address("2001:db8:0:2::7"));
        assert_eq!(of_address("::ffff:10.0.0.1"), of_address("10.0.0.1"));
    }
}
