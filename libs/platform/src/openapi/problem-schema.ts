/** RFC 9457 problem details as this API sends them, for OpenAPI. */
export const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'correlationId'],
  properties: {
    type: { type: 'string', format: 'uri', example: 'urn:waybill:problem:validation-failed' },
    title: { type: 'string', example: 'Validation failed' },
    status: { type: 'integer', example: 400 },
    detail: { type: 'string', description: 'For people.' },
    instance: { type: 'string', description: 'The path of the request.' },
    code: { type: 'string', description: 'Stable; branch on it.', example: 'validation-failed' },
    correlationId: { type: 'string', description: 'Names the request in logs and events.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: {
          in: { type: 'string', enum: ['body', 'query', 'path', 'header'] },
          pointer: { type: 'string', description: 'RFC 6901 JSON pointer.', example: '/items/0/quantity' },
          detail: { type: 'string' },
          code: { type: 'string', example: 'too-small' },
        },
      },
    },
  },
};
