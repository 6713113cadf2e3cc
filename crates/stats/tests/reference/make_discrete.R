# Writes discrete.json: R's glm on person-periods of a small data set. Run from this folder: Rscript make_discrete.R
# (base R; no network). Weights are counts, so that glm's Fisher information is that of repeated rows.

set.seed(20261123)
n <- 150
x1 <- round(rnorm(n), 2)
x2 <- as.numeric(runif(n) < 0.4)
last <- sample(4:9, n, TRUE)
entry <- pmin(sample(0:3, n, TRUE, c(6, 2, 1, 1)), last - 1)
weight <- sample(1:3, n, TRUE)
period <- integer(n)
event <- logical(n)
for (i in seq_len(n)) {
  t <- entry[i]
  repeat {
    t <- t + 1
    if (runif(1) < plogis(-1.6 + 0.15 * (t > 4) + 0.7 * x1[i] - 0.6 * x2[i])) { event[i] <- TRUE; break }
    if (t == last[i]) break
  }
  period[i] <- t
}

long <- do.call(rbind, lapply(seq_len(n), function(i) {
  t <- (entry[i] + 1):period[i]
  data.frame(t = t, y = as.numeric(event[i] & t == period[i]), x1 = x1[i], x2 = x2[i], w = weight[i])
}))
long$piece <- cut(long$t, c(0, 2, 4, Inf))

show <- function(v) paste0("[", paste(sprintf("%.17g", v), collapse = ","), "]")
one <- function(link, baseline, weighted) {
  d <- if (weighted) long[rep(seq_len(nrow(long)), long$w), ] else long
  f <- glm(reformulate(c("0", baseline, "x1", "x2"), "y"), binomial(link), d,
           control = glm.control(epsilon = 1e-15, maxit = 200))
  s <- summary(f)$coefficients
  sprintf('{"coef":%s,"se":%s,"log_likelihood":%s,"aic":%s}', show(s[, 1]), show(s[, 2]),
          sprintf("%.17g", as.numeric(logLik(f))), sprintf("%.17g", AIC(f)))
}
cat(sprintf(paste0('{"made_with":"%s","x1":%s,"x2":%s,"period":%s,"entry":%s,"event":%s,"weight":%s,\n"logit":%s,\n',
                   '"logit_weighted":%s,\n"cloglog":%s,\n"cloglog_pieces":%s,\n"logit_pieces":%s}\n'),
            R.version.string, show(x1), show(x2), show(period), show(entry),
            paste0("[", paste(tolower(event), collapse = ","), "]"), show(weight),
            one("logit", "factor(t)", FALSE), one("logit", "factor(t)", TRUE), one("cloglog", "factor(t)", FALSE),
            one("cloglog", "piece", FALSE), one("logit", "piece", TRUE)), file = "discrete.json")
# Every period must have churn and stay, or glm's intercepts run away.
print(table(long$t, long$y))
