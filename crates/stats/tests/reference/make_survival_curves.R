# Writes survival_curves_r.json: what R's package survival says about small data sets with ties, late entry, weights,
# strata and competing causes.
#
# Run from this folder: Rscript make_survival_curves.R (survival 3.5; reads reference.json for the Rossi columns).

suppressMessages(library(survival))

json <- function(x) {
  if (is.list(x)) {
    return(paste0("{", paste0('"', names(x), '": ', vapply(x, json, ""), collapse = ", "), "}"))
  }
  if (is.logical(x)) text <- ifelse(is.na(x), "null", ifelse(x, "true", "false"))
  else text <- ifelse(is.finite(x), sprintf("%.17g", x), "null")
  paste0("[", paste0(text, collapse = ", "), "]")
}

i <- 0:59
data <- list(
  entry = (i * 7) %% 5 - 1,
  exit = (i * 7) %% 5 + (i * 37) %% 11 / 2 + 0.5,
  event = (i * 13) %% 7 > 2,
  weight = c(1, 2, 0.5, 3)[i %% 4 + 1],
  whole = c(1, 2, 4, 3)[(i * 3) %% 4 + 1],
  group = (i * 11) %% 3,
  stratum = (i * 5) %% 2,
  cause = ifelse((i * 13) %% 7 > 2, 1 + (i * 17) %% 3, 0)
)
plain <- with(data, Surv(exit, event))
late <- with(data, Surv(entry, exit, event))

curve <- function(formula, tau, ...) {
  fit <- do.call(survfit, list(formula, conf.type = "log-log", timefix = FALSE, ...))
  s <- summary(fit, times = fit$time[fit$n.event > 0], extend = TRUE)
  q <- quantile(fit, c(0.1, 0.25, 0.5, 0.9))
  mean <- survival:::survmean(fit, rmean = tau)$matrix
  list(
    time = s$time, at_risk = s$n.risk, events = s$n.event, survival = s$surv, se = s$std.err, low = s$lower,
    high = s$upper, hazard = s$cumhaz, hazard_se = s$std.chaz, quantile = unname(q$quantile), quantile_low = unname(q$lower),
    quantile_high = unname(q$upper), tau = tau, mean = unname(mean["rmean"]), mean_se = unname(mean["se(rmean)"])
  )
}

out <- list(
  data = data,
  plain = curve(plain ~ 1, 4),
  late = curve(late ~ 1, 4),
  weighted = curve(plain ~ 1, 4.25, weights = data$weight, robust = FALSE),
  late_weighted = curve(late ~ 1, 6, weights = data$weight, robust = FALSE)
)

# The risk set runs empty twice: once by censoring, then by churn.
gap <- list(
  entry = c(0, 0, 1, 4, 4, 8, 8), exit = c(2, 3, 3.5, 6, 7, 9, 10), event = c(TRUE, FALSE, FALSE, TRUE, TRUE, TRUE, FALSE)
)
out$gap <- c(gap, curve(with(gap, Surv(entry, exit, event)) ~ 1, 5))

test <- function(...) {
  found <- do.call(survdiff, list(...))
  observed <- if (is.matrix(found$obs)) rowSums(found$obs) else found$obs
  expected <- if (is.matrix(found$exp)) rowSums(found$exp) else found$exp
  list(chi_squared = found$chisq, observed = observed, expected = expected)
}
out$log_rank <- test(plain ~ group, data = data)
out$log_rank_strata <- test(plain ~ group + strata(stratum), data = data)
out$rho_one <- test(plain ~ group, data = data, rho = 1)
out$rho_strata <- test(plain ~ group + strata(stratum), data = data, rho = 0.5)

# Late entry: survdiff has none, but without ties the score test of a Cox model is the log-rank test.
untied <- data
untied$exit <- data$exit + i / 1000
score <- function(formula) list(exit = untied$exit, chi_squared = unname(coxph(formula, data = untied)$score))
out$late_log_rank <- score(Surv(entry, exit, event) ~ factor(group))
out$late_log_rank_strata <- score(Surv(entry, exit, event) ~ factor(group) + strata(stratum))

cause <- factor(data$cause, 0:3)
competing <- function(fit) {
  s <- summary(fit, times = fit$time[rowSums(fit$n.event) > 0], extend = TRUE)
  list(
    time = s$time, one = s$pstate[, 2], two = s$pstate[, 3], three = s$pstate[, 4], one_se = s$std.err[, 2],
    two_se = s$std.err[, 3], three_se = s$std.err[, 4]
  )
}
id <- i
out$causes <- competing(survfit(Surv(data$exit, cause) ~ 1, timefix = FALSE))
out$causes_late_weighted <-
  competing(survfit(Surv(data$entry, data$exit, cause) ~ 1, weights = data$weight, id = id, timefix = FALSE))

text <- readChar("reference.json", file.size("reference.json"))
column <- function(name) {
  found <- sub(paste0('.*"rossi": [{].*?"', name, '": \\[([^]]*)\\].*'), "\\1", text, perl = TRUE)
  values <- strsplit(found, ", ")[[1]]
  if (values[1] %in% c("true", "false")) values == "true" else as.numeric(values)
}
rossi <- data.frame(week = column("week"), arrest = column("arrest"), fin = column("fin"), prio = column("prio"))
stopifnot(nrow(rossi) == 432, sum(rossi$arrest) == 114)
out$rossi_fin_0 <- curve(Surv(week, arrest) ~ 1, 52, data = rossi[rossi$fin == 0, ])
out$rossi_fin_1 <- curve(Surv(week, arrest) ~ 1, 52, data = rossi[rossi$fin == 1, ])
out$rossi_strata <- test(Surv(week, arrest) ~ fin + strata(prio), data = rossi)
out$rossi_peto <- test(Surv(week, arrest) ~ prio, data = rossi, rho = 1)

writeLines(paste0('{"made_with": "survival ', packageVersion("survival"), '", ', substring(json(out), 2)), "survival_curves_r.json")
