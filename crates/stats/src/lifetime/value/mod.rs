//! From purchases, spend and survival to money.
