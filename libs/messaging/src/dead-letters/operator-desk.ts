import { ActionRuns } from './action-runs.js';
import { ChooseLetters } from './choose-letters.js';
import { DeadLetters } from './dead-letters.js';
import { DiscardDeadLetters } from './discard-dead-letters.js';
import { FindDeadLetters } from './find-dead-letters.js';
import { FindHopes } from './find-hopes.js';
import { FindOperatorActions } from './find-operator-actions.js';
import { ForcePastGap } from './force-past-gap.js';
import { DeadLettersController } from './http/dead-letters.controller.js';
import { OperatorActionsController } from './http/operator-actions.controller.js';
import { StreamsController } from './http/streams.controller.js';
import { OperatorActions } from './operator-actions.js';
import { PlanMove } from './plan-move.js';
import { ReplayBatch } from './replay-batch.js';
import { ReplayDeadLetters } from './replay-dead-letters.js';
import { Settlements } from './settlements.js';
import { WorkInBackground } from './work-in-background.js';

/** What a service offers its operators, on its own dead letters and streams. A part of the messaging module. */
export const OPERATOR_DESK = {
  controllers: [DeadLettersController, StreamsController, OperatorActionsController],
  providers: [
    ActionRuns,
    ChooseLetters,
    DeadLetters,
    DiscardDeadLetters,
    FindDeadLetters,
    FindHopes,
    FindOperatorActions,
    ForcePastGap,
    OperatorActions,
    PlanMove,
    ReplayBatch,
    ReplayDeadLetters,
    Settlements,
    WorkInBackground,
  ],
};
