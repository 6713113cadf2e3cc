//! Accuracy of predicted survival.
