// SPDX-License-Identifier: MIT
// What a log line holds comes out so that no terminal, JSON reader or web page obeys it.
#include "report/safe_text.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace wlanmedic::report {
namespace {

using namespace std::string_view_literals;

TEST(ForTerminal, HarmlessTextStaysAsItIs) {
    EXPECT_EQ(for_terminal(""), "");
    EXPECT_EQ(for_terminal("wlan0: associated ~!\\x1b"), "wlan0: associated ~!\\x1b");
    EXPECT_EQ(for_terminal("Käse, 無線, 📶, é"), "Käse, 無線, 📶, é");
}

TEST(ForTerminal, ControlCharactersAreShown) {
    EXPECT_EQ(for_terminal("\x1b[31mred"), "\\x1b[31mred");
    EXPECT_EQ(for_terminal("a\nb\r\a\b\x7f"), "a\\x0ab\\x0d\\x07\\x08\\x7f");
    EXPECT_EQ(for_terminal("a\0b"sv), "a\\x00b");
    EXPECT_EQ(for_terminal("a\tb"), "a b");
    EXPECT_EQ(for_terminal("\xc2\x9b"), "\\u009b");  // CSI of C1, as valid UTF-8
    EXPECT_EQ(for_terminal("\xc2\x80\xc2\x9f"), "\\u0080\\u009f");
}

TEST(ForTerminal, MarksThatChangeHowOthersAreShownAreShown) {
    for (const auto& [text, shown] : {
             std::pair{"\u00ad", "\\u00ad"},       // soft hyphen
             std::pair{"\u061c", "\\u061c"},       // Arabic letter mark
             std::pair{"\u200b", "\\u200b"},       // zero width space
             std::pair{"\u200f", "\\u200f"},       // right-to-left mark
             std::pair{"\u2028", "\\u2028"},       // line separator
             std::pair{"\u202e", "\\u202e"},       // right-to-left override
             std::pair{"\u2066", "\\u2066"},       // left-to-right isolate
             std::pair{"\ufeff", "\\ufeff"},       // byte order mark
             std::pair{"\ufff9", "\\ufff9"},       // interlinear annotation
             std::pair{"\U000e0041", "\\ue0041"},  // tag
         })
        EXPECT_EQ(for_terminal(text), shown);
    EXPECT_EQ(for_terminal("\u200a\u2010\u2027\u202f\u205f\u2070"),
              "\u200a\u2010\u2027\u202f\u205f\u2070");  // neighbours
}

// Each byte that is no UTF-8 (RFC 3629) by itself, and what follows is read again.
TEST(ValidUtf8, OnlyBadBytesAreChanged) {
    EXPECT_EQ(valid_utf8("\xff"), "\\xff");
    EXPECT_EQ(valid_utf8("\x80"), "\\x80");                             // continuation alone
    EXPECT_EQ(valid_utf8("\xc0\xaf"), "\\xc0\\xaf");                    // overlong '/'
    EXPECT_EQ(valid_utf8("\xe0\x80\xaf"), "\\xe0\\x80\\xaf");           // overlong, three bytes
    EXPECT_EQ(valid_utf8("\xed\xa0\x80"), "\\xed\\xa0\\x80");           // surrogate
    EXPECT_EQ(valid_utf8("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");  // above U+10FFFF
    EXPECT_EQ(valid_utf8("\xf5\x80\x80\x80"), "\\xf5\\x80\\x80\\x80");
    EXPECT_EQ(valid_utf8("a\xe2\x82"), "a\\xe2\\x82");  // cut off
    EXPECT_EQ(valid_utf8("\xe2\x82z"), "\\xe2\\x82z");
    EXPECT_EQ(valid_utf8("\x1b\t\u202e<&>\0"sv), "\x1b\t\u202e<&>\0"sv);
    EXPECT_EQ(valid_utf8("\U0010ffff\ud7ff\ue000\u0080"), "\U0010ffff\ud7ff\ue000\u0080");
}

TEST(ValidUtf8, TerminalShowsBadBytesAlike) {
    for (int byte = 0x80; byte < 0x100; ++byte) {
        const std::string text(1, static_cast<char>(byte));
        EXPECT_EQ(for_terminal(text), valid_utf8(text));
        EXPECT_EQ(valid_utf8(text).size(), 4U);
    }
}

TEST(WithoutMarkup, StandsAsEscapes) {
    EXPECT_EQ(without_markup(R"({"a":"</script>&amp;"})"), R"({"a":"\u003c/script\u003e\u0026amp;"})");
    EXPECT_EQ(without_markup("[1, 2]"), "[1, 2]");
}

}  // namespace
}  // namespace wlanmedic::report
