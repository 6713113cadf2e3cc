-- wrk -s bench/serve.lua URL -- PATH COOKIE CUSTOMERS: one route, another number, day or month each time where PATH says {n}, {day}, {month}, {later}.

local path, cookie, customers

function init(args)
  path, cookie, customers = args[1], args[2], tonumber(args[3])
  math.randomseed(7)
end

local function month(number)
  return string.format("%04d-%02d", math.floor(number / 12), number % 12 + 1)
end

function request()
  local first = 2024 * 12 + math.random(6, 20)
  local asked = path
    :gsub("{n}", function() return tostring(math.random(0, customers - 1)) end)
    :gsub("{day}", function() return string.format("2025-%02d-%02d", math.random(1, 6), math.random(1, 28)) end)
    :gsub("{month}", month(first))
    :gsub("{later}", month(first + 1))
  return wrk.format("GET", asked, { cookie = cookie, ["accept-encoding"] = "gzip" })
end

function done(summary, latency)
  local e = summary.errors
  local bad = e.connect + e.read + e.write + e.status + e.timeout
  io.write(string.format(
    '\n{"requests": %d, "requests_per_s": %.1f, "errors": %d, "p50_ms": %.3f, "p95_ms": %.3f, "p99_ms": %.3f, "max_ms": %.3f}\n',
    summary.requests, summary.requests / (summary.duration / 1e6), bad,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end
