-- Fifty users, each a question after the other from the file of addresses: `wrk … -- FILE PAUSE_MS`.
local paths, pause = {}, 0
function init(args)
   for line in io.lines(args[1]) do paths[#paths + 1] = line end
   pause = tonumber(args[2])
   math.randomseed(1)
end
function request() return wrk.format("GET", paths[math.random(#paths)]) end
-- Around the pause, so that users do not ask in step.
function delay() return pause == 0 and 0 or math.random(pause / 2, pause * 3 / 2) end
dofile("bench/wrk.lua")
