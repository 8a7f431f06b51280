import { Module } from '@nestjs/common';
import { TemplatesController } from './http/templates.controller.js';
import { PreviewTemplate } from './preview-template.js';
import { Templates } from './templates.js';

/** The words of every letter. They are loaded before the application is made, so that broken ones keep it from starting. */
@Module({
  controllers: [TemplatesController],
  providers: [PreviewTemplate, Templates],
  exports: [Templates],
})
export class TemplatesModule {}
