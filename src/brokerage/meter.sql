-- SPDX-License-Identifier: MIT
-- meter.sql -- how many requests are open, for whoever keeps the service running.

-- :name meter_requests
-- :out n int
SELECT stage, count(*) AS n FROM request WHERE open = 1 GROUP BY stage
