/** What we ask of a deployment's logs, and the answers: only the fields that are read. */
import * as z from 'zod/mini';

export const trafficQueries = {
  requests: `query Requests($id: String!, $from: String!, $to: String!, $limit: Int!) {
  httpLogs(deploymentId: $id, beforeDate: $from, anchorDate: $to, beforeLimit: $limit, afterLimit: 0) {
    requestId timestamp httpStatus method path srcIp clientUa
  }
}`,
  lines: `query Lines($id: String!, $from: DateTime!, $to: DateTime!, $limit: Int!) {
  deploymentLogs(deploymentId: $id, startDate: $from, endDate: $to, limit: $limit) {
    timestamp message
  }
}`,
} as const;

export const RequestsAnswer = z.object({
  httpLogs: z.array(
    z.object({
      requestId: z.string(),
      timestamp: z.string(),
      httpStatus: z.number(),
      method: z.string(),
      path: z.string(),
      srcIp: z.string(),
      clientUa: z.string(),
    }),
  ),
});

export const LinesAnswer = z.object({
  deploymentLogs: z.array(z.object({ timestamp: z.string(), message: z.string() })),
});
