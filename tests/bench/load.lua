-- Asks for the paths of a file in turn and prints what was measured as one line of JSON.
-- BENCH_PATHS names the file: a path per line, and behind a tab the validator for If-None-Match.
-- BENCH_CLOSE makes every request a connection of its own.
-- BENCH_EACH also prints each path's delays, in milliseconds; every thread must have one connection.
local ffi = require("ffi")
local requests, threads, last, asked = {}, {}, 0, 0
samples = {} -- of this thread, by path; done() fetches it by its name

ffi.cdef("typedef struct { long seconds, nanoseconds; } bench_time; int clock_gettime(int, bench_time *);")
local time = ffi.new("bench_time")

local function milliseconds()
    ffi.C.clock_gettime(1, time)
    return tonumber(time.seconds) * 1e3 + tonumber(time.nanoseconds) / 1e6
end

function setup(thread)
    thread:set("before", #threads)
    threads[#threads + 1] = thread
end

function init(args)
    for line in io.lines(os.getenv("BENCH_PATHS")) do
        local path, validator = line:match("^([^\t]*)\t?(.*)$")
        local headers = {["Host"] = wrk.host}
        if validator ~= "" then headers["If-None-Match"] = validator end
        if os.getenv("BENCH_CLOSE") then headers["Connection"] = "close" end
        requests[#requests + 1] = wrk.format("GET", path, headers)
        samples[#requests] = ""
    end
    last = before
end

function request()
    last = last % #requests + 1
    return requests[last]
end

if os.getenv("BENCH_EACH") then
    local next_request = request

    function request()
        asked = milliseconds()
        return next_request()
    end

    function response()
        samples[last] = string.format("%s%.3f ", samples[last], milliseconds() - asked)
    end
end

local function each()
    local lines = {}
    for _, thread in ipairs(threads) do
        for number, delays in ipairs(thread:get("samples")) do
            lines[number] = (lines[number] or "") .. delays
        end
    end
    return '"' .. table.concat(lines, '", "') .. '"'
end

function done(summary, latency, per_thread)
    local errors = summary.errors
    print(string.format(
        'MEASURED {"requests": %d, "seconds": %.6f, "bytes": %d, "p50_ms": %.3f, "p99_ms": %.3f, "max_ms": %.3f, '
            .. '"failed": %d, "refused": %d, "each": [%s]}',
        summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50) / 1e3,
        latency:percentile(99) / 1e3, latency.max / 1e3,
        errors.connect + errors.read + errors.write + errors.timeout, errors.status, each()))
end
