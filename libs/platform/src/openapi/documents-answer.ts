import { ApiExtension } from '@nestjs/swagger';

/** Marks on an operation that `describeErrorsAndAnswers` turns into what every operation of the kind answers. */
export const MARKS = { page: 'x-page', etag: 'x-etag', ifMatch: 'x-if-match' } as const;

/** Makes a parameter decorator mark the operation whose answer it takes part in. */
export const documentsAnswer =
  (mark: keyof typeof MARKS): ParameterDecorator =>
  (prototype, method) => {
    if (method === undefined) return;
    const descriptor = Object.getOwnPropertyDescriptor(prototype, method);
    if (descriptor) ApiExtension(MARKS[mark], true)(prototype, method, descriptor);
  };
