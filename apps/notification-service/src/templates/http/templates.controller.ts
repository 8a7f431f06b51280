import { Allows, ApiAnswer, ApiProblem } from '@app/platform';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { LOCALES } from '../domain/locale.js';
import { TEMPLATE_NAMES } from '../domain/samples.js';
import { type Preview, PreviewTemplate } from '../preview-template.js';
import {
  type PreviewQuery,
  previewQuery,
  previewView,
  templatesView,
  type TemplatesView,
} from './preview.view.js';

const kindParameter = z.string().min(1).max(100);

// Whatever a shop has written into a template, it runs nothing, loads nothing and reaches nothing of ours.
const HARMLESS =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; form-action 'none'";

/** The templates of letters, to be looked at. */
@ApiTags('templates')
@Controller('templates')
export class TemplatesController {
  constructor(private readonly previewTemplate: PreviewTemplate) {}

  @Get()
  @Allows('admin')
  @ApiOperation({ summary: 'List the templates and the languages that they are written in' })
  @ApiAnswer(200, templatesView, 'All of them')
  list(): TemplatesView {
    return TEMPLATE_NAMES.map((kind) => ({ kind, locales: [...LOCALES] }));
  }

  @Get(':kind/preview')
  @Allows('admin')
  @ApiOperation({
    summary: 'Look at a letter',
    description: 'Written from sample data. `format=html` and `format=text` answer with that part alone.',
  })
  @ApiAnswer(200, previewView, 'The letter, with `format=json`')
  @ApiProblem({ 400: ['validation-failed'], 404: ['template-not-found'] })
  preview(
    @Param('kind', { schema: kindParameter }) kind: string,
    @Query({ schema: previewQuery }) { locale, format }: PreviewQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Preview | string {
    const preview = this.previewTemplate.execute(kind, locale);
    reply.header('content-language', preview.locale);
    if (format === 'json') return preview;
    reply.header('content-security-policy', HARMLESS);
    reply.type(`text/${format === 'html' ? 'html' : 'plain'}; charset=utf-8`);
    return preview[format];
  }
}
