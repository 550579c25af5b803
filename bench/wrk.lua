done = function(summary, latency)
   local errors = summary.errors
   io.write(string.format("p50 %.2f ms, p95 %.2f ms, p99 %.2f ms, longest %.0f ms, %d answers, %.0f a second, %d errors\n",
      latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
      summary.requests, summary.requests / summary.duration * 1000000, errors.status + errors.connect + errors.read + errors.timeout))
end
