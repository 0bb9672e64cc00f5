// As much of PNG (RFC 2083) as screenshots have and references need: eight bits, not interlaced.

import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Bytes of a pixel, by the colour type. */
const CHANNELS = { 0: 1, 2: 3, 6: 4 };

/** The pixels of a picture, row after row, `channels` bytes each. */
export function decode(file) {
  const data = [];
  let width, height, channels;
  for (let place = SIGNATURE.length; place < file.length; ) {
    const length = file.readUInt32BE(place);
    const type = file.toString('latin1', place + 4, place + 8);
    const content = file.subarray(place + 8, place + 8 + length);
    if (type === 'IHDR') {
      [width, height, channels] = [content.readUInt32BE(0), content.readUInt32BE(4), CHANNELS[content[9]]];
    } else if (type === 'IDAT') {
      data.push(content);
    }
    place += length + 12;
  }
  const lines = inflateSync(Buffer.concat(data));
  const stride = width * channels;
  const pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const from = y * (stride + 1) + 1;
    undo(lines[from - 1], lines.subarray(from, from + stride), pixels, y * stride, stride, channels);
  }
  return { width, height, channels, pixels };
}

/** Takes the filter off a row; what lies before the first pixel, and above the first row, is 0. */
function undo(filter, line, pixels, at, stride, channels) {
  const above = at > 0 ? pixels.subarray(at - stride, at) : Buffer.alloc(stride);
  const row = pixels.subarray(at, at + stride);
  row.set(line);
  const before = (x) => (x < channels ? 0 : row[x - channels]);
  if (filter === 1) {
    for (let x = channels; x < stride; x++) row[x] += row[x - channels];
  } else if (filter === 2) {
    for (let x = 0; x < stride; x++) row[x] += above[x];
  } else if (filter === 3) {
    for (let x = 0; x < stride; x++) row[x] += (before(x) + above[x]) >> 1;
  } else if (filter === 4) {
    for (let x = 0; x < stride; x++) {
      const [left, up, corner] = [before(x), above[x], x < channels ? 0 : above[x - channels]];
      const [toLeft, toUp, toCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
      row[x] += toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
  }
}

/** A picture in greys, one byte a pixel. */
export function encode({ width, height, pixels }) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  // Each row is written as what it differs by from the one above.
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    lines[y * (width + 1)] = 2;
    for (let x = 0; x < width; x++) {
      lines[y * (width + 1) + 1 + x] = pixels[y * width + x] - (y > 0 ? pixels[(y - 1) * width + x] : 0);
    }
  }
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', deflateSync(lines, { level: 9 })), chunk('IEND')]);
}

function chunk(type, content = Buffer.alloc(0)) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
