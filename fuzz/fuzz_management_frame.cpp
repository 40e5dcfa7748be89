// SPDX-License-Identifier: MIT
// A management frame: its bytes as they are, and as iw prints them.
#include <span>

#include "evidence/hex_bytes.h"
#include "require.h"
#include "wifi/management_frame.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto frame = wifi::decode_management_frame(std::span(data, size));
    require(!frame || size >= 24, "a frame has a header of 24 bytes");
    if (frame && frame->is_protected)
        require(!frame->reason && !frame->status && !frame->comeback_tu, "nothing is read from an encrypted body");
    const auto bytes = evidence::bytes_from_hex(fuzz::as_text(data, size));
    if (bytes) wifi::decode_management_frame(*bytes);

    // What is printed reads back as the same bytes.
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (const std::uint8_t byte : std::span(data, size)) {
        if (!hex.empty()) hex += ' ';
        hex += digits[byte >> 4U];
        hex += digits[byte & 15U];
    }
    const auto back = evidence::bytes_from_hex(hex);
    require(size == 0 || (back && std::equal(back->begin(), back->end(), data, data + size)), "hex reads back");
    return 0;
}
