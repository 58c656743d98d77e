-- intake.lua: wrk script: applications that are all different, each with its own idempotency key; counts what was refused.
--   TOKEN=yc_... ITEM=4201150192001100 wrk -t1 -c64 -d10s -s bench/intake.lua http://127.0.0.1:8080
local weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
local marks = "10X98765432"
local token = os.getenv("TOKEN") or error("TOKEN is not set")
local item = os.getenv("ITEM") or "4201150192001100"
local names = {"王建国", "李秀英", "张伟", "刘洋", "陈晓芸", "杨帆", "赵敏", "黄丽华", "周涛", "吴芳"}
local run = string.format("%d-%d", os.time(), math.random(1, 1000000))
local count = 0
local headers = {["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json"}

local function identity(n)
   local body = string.format("420115%04d%02d%02d%03d", 1950 + n % 50, 1 + n % 12, 1 + n % 28, n % 1000)
   local sum = 0
   for i = 1, 17 do sum = sum + tonumber(body:sub(i, i)) * weights[i] end
   local at = sum % 11 + 1
   return body .. marks:sub(at, at)
end

function request()
   count = count + 1
   headers["Idempotency-Key"] = run .. "-" .. count
   local body = string.format('{"item":"%s","applicant_kind":"person","applicant_name":"%s","identity":"%s","phone":"138%08d",' ..
      '"address":"武汉市江夏区纸坊街道文化大道%d号","project":"第%d号申请","truth":true,' ..
      '"materials":[{"no":1,"way":"upload","copies":1},{"no":2,"way":"upload","copies":1}]}',
      item, names[count % #names + 1], identity(count), count % 100000000, count % 400, count)
   return wrk.format("POST", "/api/v1/cases", headers, body)
end

-- Looking at every answer costs the load generator much, so only when asked: SHOW=1.
if os.getenv("SHOW") then
   local shown = 0
   function response(status, _, body)
      if status == 201 or shown == 3 then return end
      shown = shown + 1
      io.stderr:write(status, " ", body:sub(1, 300), "\n")
   end
end

function done(summary, latency)
   local seconds = summary.duration / 1e6
   io.write(string.format("durable intakes/s %.0f   p50 %.1f ms   p99 %.1f ms   max %.1f ms   errors %d\n", summary.requests / seconds,
      latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
      summary.errors.status + summary.errors.read + summary.errors.write + summary.errors.timeout + summary.errors.connect))
end
