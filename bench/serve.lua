-- wrk -s bench/serve.lua URL -- PACE PATH CUSTOMERS HEADER...: one route by callers who are known by a header each.
-- PACE: people (who think), machine, events (batches of live events). In PATH {customer}, {key}, {day} and {end} are others each time.

local pace, path, customers, names, values
local stamp = os.time()
local sent = 0

function init(args)
  pace, path, customers, names, values = args[1], args[2], tonumber(args[3]), {}, {}
  for i = 4, #args do
    names[#names + 1], values[#values + 1] = args[i]:match("^(.-): (.*)$")
  end
  math.randomseed(stamp + #path)
end

function delay()
  return pace == "people" and math.random(500, 1500) or 0
end

local function customer()
  return string.format("%08d", math.random(1, customers))
end

local function batch()
  local lines = {}
  for i = 1, 100 do
    lines[i] = string.format(
      '{"customer_id":"%s","occurred_at":"2025-12-%02dT%02d:%02d:00+08:00","kind":"maintenance","amount":%d.50}',
      customer(), math.random(1, 30), math.random(8, 19), math.random(0, 59), math.random(20, 2000))
  end
  return table.concat(lines, "\n")
end

function request()
  sent = sent + 1
  local who = sent % #names + 1
  local headers = { [names[who]] = values[who], ["accept-encoding"] = "gzip" }
  if pace == "events" then
    headers["batch-id"] = string.format("wrk-%d-%d", stamp, sent)
    return wrk.format("POST", path, headers, batch())
  end
  local asked = path
    :gsub("{customer}", customer)
    :gsub("{key}", function() return tostring(math.random(0, customers - 1)) end)
    :gsub("{day}", string.format("%d-%02d-%02d", math.random(2024, 2025), math.random(1, 6), math.random(1, 28)))
    :gsub("{end}", string.format("2025-%02d-%02d", math.random(7, 12), math.random(1, 28)))
  return wrk.format("GET", asked, headers)
end

function done(summary, latency)
  local e = summary.errors
  local bad = e.connect + e.read + e.write + e.status + e.timeout
  io.write(string.format(
    '\n{"requests": %d, "requests_per_s": %.1f, "errors": %d, "p50_ms": %.3f, "p95_ms": %.3f, "p99_ms": %.3f, "max_ms": %.3f}\n',
    summary.requests, summary.requests / (summary.duration / 1e6), bad,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end
