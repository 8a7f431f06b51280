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

/** Products and what there is of them. */
@Module({
  controllers: [InventoryController],
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
  ],
  exports: [MoveStock],
})
export class StockModule {}
