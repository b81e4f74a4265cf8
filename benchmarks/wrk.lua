-- Sends the calls of the file that CALLS names, in turn, and prints what came of it as one line of JSON.
-- "@@" in a body becomes a text that no other call has. A file with `answers = true` hands each answer to `next`.

local file = dofile(os.getenv("CALLS"))
local ready = {}
local count = 0
local threads = {}
local follow = nil

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(args)
  for place, call in ipairs(file.calls) do
    if not (call.body or ""):find("@@", 1, true) then
      ready[place] = wrk.format(call.method, call.path, call.headers, call.body)
    end
  end
  count = number * 37
end

function request()
  if follow then
    local call = follow
    follow = nil
    return call
  end
  count = count + 1
  local place = count % #file.calls + 1
  if ready[place] then
    return ready[place]
  end
  local call = file.calls[place]
  local unique = file.unique .. "-" .. number .. "-" .. count
  return wrk.format(call.method, call.path, call.headers, (call.body:gsub("@@", unique)))
end

-- A token that was given is taken back by the call after it.
if file.revokes then
  function response(status, headers, body)
    local token = body:match('"token":%s*"([a-z0-9]+)"')
    if token then
      local call = file.revokes
      call.headers["Authorization"] = "Bearer " .. token
      follow = wrk.format(call.method, call.path, call.headers, call.body)
    end
  end
end

function done(summary, latency, requests)
  local bad = summary.errors
  io.write(string.format(
    '\n{"calls": %d, "seconds": %f, "p50": %f, "p99": %f, "failed": %d, "unanswered": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    bad.status, bad.connect + bad.read + bad.write + bad.timeout))
end
