import { DomainError } from '@app/platform';

/** There is no template of that kind. 404 `template-not-found`. */
export class TemplateNotFound extends DomainError {
  constructor(kind: string) {
    super({ code: 'template-not-found', kind: 'not-found', detail: `There is no template ${kind}.` });
  }
}
