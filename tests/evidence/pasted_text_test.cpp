// SPDX-License-Identifier: MIT
#include "evidence/pasted_text.h"

#include <gtest/gtest.h>

namespace wlanmedic::evidence {
namespace {

TEST(PastedText, EscapesOfTerminalsAreTakenOff) {
    EXPECT_EQ(plain_text("\x1b[32m[ 5.1] \x1b[0m\x1b[33mwlan0: \x1b[0massociated\x1b[K"),
              "[ 5.1] wlan0: associated");
    EXPECT_EQ(plain_text("\x1b]0;title\awlan0"), "wlan0");
    EXPECT_EQ(plain_text("\x1b(Bwlan0"), "wlan0");
    EXPECT_EQ(plain_text("^[[1;31mwlan0^[[0m"), "wlan0");
    EXPECT_EQ(plain_text("[1;31mwlan0[0m"), "wlan0");
    EXPECT_EQ(plain_text("w\bwl\blan0"), "wlan0");
}

TEST(PastedText, EntitiesOfHtmlAreDecodedAlsoWhereTheyAreEncodedTwice) {
    EXPECT_EQ(plain_text("&gt; &lt;info&gt; &quot;a&#39;b&#x27;&amp;&nbsp;c"), "> <info> \"a'b'& c");
    EXPECT_EQ(plain_text("&amp;gt; x"), "> x");
    EXPECT_EQ(plain_text("a &b; c &#xffffffffff; &#0; &"), "a &b; c &#xffffffffff; &#0; &");
}

TEST(PastedText, TagsOfKnownNamesAreTakenOffAndOthersStay) {
    EXPECT_EQ(plain_text("<pre><code class=\"x\">a</code></pre><br/>"), "a");
    EXPECT_EQ(plain_text("<info> [1] <MAC address removed> <Mac 'a'>"),
              "<info> [1] <MAC address removed> <Mac 'a'>");
    EXPECT_EQ(plain_text("[COLOR=Red]lost[/COLOR]"), "lost");
    EXPECT_EQ(plain_text("[redacted] [mem 0x0]"), "[redacted] [mem 0x0]");
}

TEST(PastedText, BlanksQuotesAndDashesOfUnicodeAreThoseOfAscii) {
    EXPECT_EQ(plain_text("a\u00a0b\u2003c\u3000d\te"), "a b c d e");
    EXPECT_EQ(plain_text("\u200b\ufeffwl\u00adan0\u200d"), "wlan0");
    EXPECT_EQ(plain_text("\u201cHome\u201d \u2018x\u2019 \u2013 \u2026"), "\"Home\" 'x' - ...");
    EXPECT_EQ(plain_text("a\xa0"
                         "b"),
              "a b");
    EXPECT_EQ(plain_text("Caf\u00e9"), "Caf\u00e9");
}

TEST(PastedText, QuotedPrintableIsDecodedAndOtherEqualSignsStay) {
    EXPECT_EQ(from_quoted_printable("capab=3D0x11 =C3=A9"), "capab=0x11 \u00e9");
    EXPECT_EQ(from_quoted_printable("status=0 x="), "status=0 x=");
}

TEST(PastedText, EachCallTakesOnePrefixOff) {
    EXPECT_EQ(without_a_prefix("  x"), "x");
    EXPECT_EQ(without_a_prefix("> > x"), " > x");
    EXPECT_EQ(without_a_prefix("| x |"), "x");
    EXPECT_EQ(without_a_prefix("* x"), "x");
    EXPECT_EQ(without_a_prefix("`x`"), "x");
    EXPECT_EQ(without_a_prefix("\"x\","), "x");
    EXPECT_EQ(without_a_prefix("123:[ 5.1] x"), "[ 5.1] x");
    EXPECT_EQ(without_a_prefix("123\t[ 5.1] x"), "[ 5.1] x");
    EXPECT_EQ(without_a_prefix("/var/log/kern.log.1:May  6 x"), "May  6 x");
    EXPECT_EQ(without_a_prefix("kern.log-May  6 x"), "May  6 x");
}

TEST(PastedText, NoPrefixIsWhereThereIsNone) {
    for (const char* line : {"", "May  6 21:13:00 ohm kernel: x", "[ 5.1] x", "1778114445.123456: wlan0",
                             "wlan0: x", "123456789 x", "12.5 x"})
        EXPECT_EQ(without_a_prefix(line), line) << line;
}

TEST(PastedText, MarksOfWhatWasLeftOutAreTold) {
    for (const char* line :
         {"...", "[...]", "(...)", "[\u2026]", "-- snip --", "<snip>", "[snip]", "--- 8< ---",
          "[repeats infinitely]", "> [...]", "  ...  ", "---cut here---", "[cut]", "<...snip...>"})
        EXPECT_EQ(between(line), Between::snip) << line;
    for (const char* line : {"cut", "I cut this short", "snip", "---", "wlan0...", "x [...]"})
        EXPECT_NE(between(line), Between::snip) << line;
}

TEST(PastedText, FencesBlanksAndProseAreTold) {
    for (const char* line : {"```", "```text", "~~~", "> ```", "[code]", "[/CODE]", "<pre>", "</code>"})
        EXPECT_EQ(between(line), Between::fence) << line;
    for (const char* line : {"", "   ", ">", "> >", "\t"}) EXPECT_EQ(between(line), Between::blank) << line;
    EXPECT_EQ(between("and then it is gone:"), Between::prose);
    EXPECT_EQ(between("> and then it is gone:"), Between::prose);
    EXPECT_EQ(between("24:de:c6:cb:2a:d8 (try 1/3)"), Between::text);
    EXPECT_EQ(between("    at com.example.Main(Main.java:12)"), Between::text);
}

}  // namespace
}  // namespace wlanmedic::evidence
