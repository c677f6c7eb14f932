-- Asks for the paths of a file in turn and prints what was measured as one line of JSON.
-- BENCH_PATHS names the file: a path per line, and behind a tab the validator for If-None-Match.
-- BENCH_CLOSE makes every request a connection of its own.
local requests, last = {}, 0

function init(args)
    for line in io.lines(os.getenv("BENCH_PATHS")) do
        local path, validator = line:match("^([^\t]*)\t?(.*)$")
        local headers = {["Host"] = wrk.host}
        if validator ~= "" then headers["If-None-Match"] = validator end
        if os.getenv("BENCH_CLOSE") then headers["Connection"] = "close" end
        requests[#requests + 1] = wrk.format("GET", path, headers)
    end
end

function request()
    last = last % #requests + 1
    return requests[last]
end

function done(summary, latency, per_thread)
    local errors = summary.errors
    print(string.format(
        'MEASURED {"requests": %d, "seconds": %.6f, "bytes": %d, "p50_ms": %.3f, "p99_ms": %.3f, "max_ms": %.3f, '
            .. '"failed": %d, "refused": %d}',
        summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50) / 1e3,
        latency:percentile(99) / 1e3, latency.max / 1e3,
        errors.connect + errors.read + errors.write + errors.timeout, errors.status))
end
