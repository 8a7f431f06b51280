import { Module } from '@nestjs/common';
import { AddProduct } from './add-product.js';
import { ChangeProduct } from './change-product.js';
import { FindProduct } from './find-product.js';
import { InventoryController } from './http/inventory.controller.js';
import { ListProducts } from './list-products.js';
import { MoveStock } from './move-stock.js';
import { ProductCatalog } from './persistence/product.catalog.js';
import { ProductRepository } from './persistence/product.repository.js';
import { StockLedger } from './persistence/stock-ledger.js';
import { StockRepository } from './persistence/stock.repository.js';
import { ProductStepStore } from './persistence/product-step.store.js';
import { SubscriptionRepository } from './persistence/subscription.repository.js';
import { SubscribeToProduct } from './subscribe-to-product.js';
import { UnsubscribeFromProduct } from './unsubscribe-from-product.js';
import { AdjustStock } from './adjust-stock.js';
import { ListLedger } from './list-ledger.js';
import { LedgerListRepository } from './persistence/ledger-list.repository.js';
import { StockController } from './http/stock.controller.js';
import { SubscriptionsController } from './http/subscriptions.controller.js';
import { ImportProducts } from './import-products.js';
import { ImportChunk } from './import-chunk.js';
import { ImportWriter } from './persistence/import-writer.js';
import { ProductImportRepository } from './persistence/product-import.repository.js';
import { ImportController } from './http/import.controller.js';

/** Products and what there is of them. */
@Module({
  controllers: [InventoryController, ImportController, SubscriptionsController, StockController],
  providers: [
    AddProduct,
    ChangeProduct,
    FindProduct,
    ListProducts,
    MoveStock,
    ProductCatalog,
    ProductRepository,
    StockLedger,
    StockRepository,
    ProductImportRepository,
    ImportWriter,
    ImportChunk,
    ImportProducts,
    LedgerListRepository,
    ListLedger,
    AdjustStock,
    UnsubscribeFromProduct,
    SubscribeToProduct,
    SubscriptionRepository,
    ProductStepStore,
  ],
  exports: [MoveStock],
})
export class StockModule {}
