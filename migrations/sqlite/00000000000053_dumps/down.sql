DROP TABLE dump_pieces;
DROP TABLE dump_files;
DROP TABLE dumps;
