# What R's survival says about the data that make_cox.py puts into a folder; writes r.json there. Called by make_cox.py.
library(survival)
folder <- commandArgs(TRUE)[1]
rossi <- read.csv(file.path(folder, "rossi.csv"))
made <- read.csv(file.path(folder, "made.csv"))
spells <- read.csv(file.path(folder, "spells.csv"))

control <- coxph.control(eps = 1e-14, iter.max = 50, toler.chol = 1e-15)

json <- function(x) {
  if (is.list(x)) {
    return(paste0("{", paste0('"', names(x), '": ', vapply(x, json, ""), collapse = ", "), "}"))
  }
  if (is.matrix(x)) x <- as.vector(t(x))
  paste0("[", paste(sprintf("%.15g", x), collapse = ", "), "]")
}

# Grambsch and Therneau with constant information, as cox.zph did before survival 3.0.
zph <- function(fit, y) {
  r <- as.matrix(resid(fit, "schoenfeld"))
  times <- as.numeric(rownames(r))
  v <- fit$naive.var; if (is.null(v)) v <- fit$var
  w <- fit$weights; if (is.null(w)) w <- rep(1, nrow(y))
  km <- survfit(y ~ 1, weights = w, se.fit = FALSE)
  before <- c(1, km$surv)[findInterval(times - 1e-9, km$time) + 1]
  one <- function(g) {
    x <- g - mean(g)
    r2 <- r %*% v * nrow(r)
    test <- as.vector(x %*% r2)
    s <- as.vector(x %*% r)
    c(as.vector(cor(x, r2)), test^2 / (diag(v) * nrow(r) * sum(x^2)), sum(s * (v %*% s)) * nrow(r) / sum(x^2))
  }
  list(identity = one(times), rank = one(rank(times)), km = one(1 - before), log = one(log(times)))
}

report <- function(fit, data, x, residuals = TRUE) {
  naive <- fit$naive.var; if (is.null(naive)) naive <- fit$var
  base <- basehaz(fit, centered = FALSE)
  base <- base[c(TRUE, diff(base$hazard) != 0) & base$hazard > 0, ]
  y <- fit$y
  w <- fit$weights; if (is.null(w)) w <- rep(1, nrow(y))
  offset <- if (is.null(attr(terms(fit), "offset"))) 0 else weighted.mean(data$offset, w)
  figures <- c(list(
    coef = coef(fit), var = fit$var, naive = naive, loglik = fit$loglik,
    tests = c(2 * diff(fit$loglik), fit$wald.test, fit$score),
    time = base$time,
    # R's is at the mean offset, ours at 0.
    hazard = base$hazard * exp(sum(coef(fit) * colMeans(data[x])) - offset)
  ), zph(fit, y))
  if (!residuals) return(figures)
  c(figures, list(
    martingale = resid(fit, "martingale"), deviance = resid(fit, "deviance"),
    score = as.matrix(resid(fit, "score")), dfbeta = as.matrix(resid(fit, "dfbeta", weighted = FALSE)),
    schoenfeld = as.matrix(resid(fit, "schoenfeld")), scaled = as.matrix(resid(fit, "scaledsch"))
  ))
}

seven <- c("fin", "age", "race", "wexp", "mar", "paro", "prio")
six <- setdiff(seven, "race")
out <- list()
out$rossi <- report(coxph(Surv(week, arrest) ~ fin + age + race + wexp + mar + paro + prio, rossi, control = control), rossi, seven, FALSE)
out$rossi_breslow <- report(coxph(Surv(week, arrest) ~ fin + age + race + wexp + mar + paro + prio, rossi, ties = "breslow", control = control), rossi, seven, FALSE)
out$rossi_strata <- report(coxph(Surv(week, arrest) ~ fin + age + strata(race) + wexp + mar + paro + prio, rossi, control = control), rossi, six, FALSE)
out$rossi_robust <- report(coxph(Surv(week, arrest) ~ fin + age + race + wexp + mar + paro + prio, rossi, robust = TRUE, control = control), rossi, seven, FALSE)

ab <- c("a", "b")
made$row <- seq_len(nrow(made))
for (ties in c("efron", "breslow")) {
  fits <- list(
    plain = report(coxph(Surv(exit, event) ~ a + b, made, ties = ties, control = control), made, ab),
    entry = report(coxph(Surv(entry, exit, event) ~ a + b, made, ties = ties, control = control), made, ab),
    strata = report(coxph(Surv(entry, exit, event) ~ a + b + strata(stratum), made, ties = ties, control = control), made, ab),
    weights = report(coxph(Surv(entry, exit, event) ~ a + b, made, ties = ties, weights = weight, robust = FALSE, control = control), made, ab),
    offset = report(coxph(Surv(exit, event) ~ a + b + offset(offset), made, ties = ties, control = control), made, ab),
    robust = report(coxph(Surv(entry, exit, event) ~ a + b, made, ties = ties, cluster = row, control = control), made, ab),
    everything = report(coxph(Surv(entry, exit, event) ~ a + b + offset(offset) + strata(stratum), made, ties = ties,
      weights = weight, cluster = cluster, control = control), made, ab)
  )
  out <- c(out, setNames(fits, paste0(ties, "_", names(fits))))
}

# Recurrent churn: the k-th spell of a customer is in stratum k; from the fourth on in stratum 4.
spells <- spells[order(spells$customer, spells$start), ]
spells$order <- ave(spells$event, spells$customer, FUN = function(e) cumsum(c(0, head(e, -1)))) + 1
spells$merged <- pmin(spells$order, 4)
first <- ave(spells$start, paste(spells$customer, spells$order), FUN = min)
spells$gap_entry <- spells$start - first
spells$gap_exit <- spells$stop - first
short <- function(fit) list(coef = coef(fit), var = fit$var, naive = fit$naive.var, loglik = fit$loglik)
out$andersen_gill <- short(coxph(Surv(start, stop, event) ~ a + b, spells, cluster = customer, control = control))
out$total_time <- short(coxph(Surv(start, stop, event) ~ a + b + strata(merged), spells, cluster = customer, control = control))
out$gap_time <- short(coxph(Surv(gap_entry, gap_exit, event) ~ a + b + strata(merged), spells, cluster = customer, control = control))
out$merged <- list(order = table(spells$order[spells$event == 1]))
writeLines(json(out), file.path(folder, "r.json"))
