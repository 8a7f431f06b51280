import { ApiHeader, type ApiHeaderOptions } from '@nestjs/swagger';

/** Makes a parameter decorator document the request header it reads. */
export const documentsHeader =
  (options: ApiHeaderOptions): ParameterDecorator =>
  (prototype, method) => {
    if (method === undefined) return;
    const descriptor = Object.getOwnPropertyDescriptor(prototype, method);
    if (descriptor) ApiHeader(options)(prototype, method, descriptor);
  };
