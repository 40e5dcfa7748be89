// SPDX-License-Identifier: MIT
// Which calls of a driver the guard goes with, and which of them it knows of.
#include "kernel/call_sites.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernel/line_map.h"

namespace wlanmedic::kernel {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> told(std::string_view source) {
    std::vector<std::string> all;
    for (const Site& site : call_sites(source))
        all.push_back(std::to_string(site.line) + " " + std::string(name_of(site.call)) + ": " + site.unguarded);
    return all;
}

TEST(CallSites, ALossIsGuardedByANoteOfTheSameInterfaceRightBeforeIt) {
    EXPECT_THAT(told("connloss_guard_note(p->vif);\nieee80211_connection_loss(p->vif);"),
                ElementsAre("2 connection loss: "));
    EXPECT_THAT(told("connloss_guard_note(a);\nieee80211_connection_loss(b);"),
                ElementsAre("2 connection loss: no rule knows this form"));
    EXPECT_THAT(told("connloss_guard_note(a);\nx();\nieee80211_connection_loss(a);"),
                ElementsAre("3 connection loss: no rule knows this form"));
}

TEST(CallSites, WhatIsNoCodeIsNoCall) {
    EXPECT_THAT(
        told("// ieee80211_connection_loss(a);\n/* ieee80211_connection_loss(a); */\n"
             "char *s = \"ieee80211_connection_loss(a);\";\n#if 0\nieee80211_connection_loss(a);\n#endif\n"),
        IsEmpty());
    EXPECT_THAT(told("#if 0\n#if 1\n#endif\nx\n#else\nieee80211_connection_loss(a);\n#endif\n"),
                ElementsAre("6 connection loss: no rule knows this form"))
        << "the else of an #if 0 is code";
    EXPECT_THAT(told("void ieee80211_connection_loss(struct ieee80211_vif *vif);"), IsEmpty());
}

TEST(CallSites, MacrosAndAddressesAreNamed) {
    EXPECT_THAT(told("#define LOST(v) \\\n\tieee80211_connection_loss(v)\n"),
                ElementsAre("2 connection loss: it stands in a macro"));
    EXPECT_THAT(told("iterate(hw, ieee80211_connection_loss);"),
                ElementsAre("1 connection loss: its address is taken"));
    EXPECT_THAT(told("return ieee80211_connection_loss(v);"),
                ElementsAre("1 connection loss: no rule knows this form"));
}

TEST(CallSites, ARegisterIsKnownByAnAttachInTheSameFunction) {
    EXPECT_THAT(told("int f(void)\n{\n\tr = ieee80211_register_hw(h);\n\tif (r) {\n\t\treturn r;\n\t}\n"
                     "\tconnloss_guard_attach(h, NULL);\n}\n"),
                ElementsAre("3 register: "));
    EXPECT_THAT(told("int f(void)\n{\n\treturn ieee80211_register_hw(h);\n}\nvoid g(void)\n{\n"
                     "\tconnloss_guard_attach(h, NULL);\n}\n"),
                ElementsAre("3 register: no rule knows how its result is looked at"));
}

TEST(CallSites, AnUnregisterIsKnownByADetachRightBeforeIt) {
    EXPECT_THAT(told("connloss_guard_detach(d->hw);\nieee80211_unregister_hw(d->hw);"),
                ElementsAre("2 unregister: "));
    EXPECT_THAT(told("ieee80211_unregister_hw(d->hw);"), ElementsAre("1 unregister: no rule knows this form"));
}

TEST(CallSites, WhateverTheBytesAre) {
    for (const char* text :
         {"", "\"", "/*", "ieee80211_connection_loss(", "ieee80211_connection_loss", "#if 0", "'\\", "\\"})
        EXPECT_NO_FATAL_FAILURE(call_sites(text)) << text;
}

TEST(LineMap, TellsTheOldLine) {
    const std::string_view diff =
        "--- a/x\n+++ b/x\n@@ -10,3 +10,4 @@\n ten\n+new\n eleven\n twelve\n@@ -20,3 +21,2 @@\n twenty\n-old\n "
        "twentytwo\n";
    EXPECT_EQ(old_line(diff, 5), 5U);
    EXPECT_EQ(old_line(diff, 11), 11U) << "added before line 11";
    EXPECT_EQ(old_line(diff, 12), 11U);
    EXPECT_EQ(old_line(diff, 18), 17U) << "between the hunks";
    EXPECT_EQ(old_line(diff, 22), 22U);
    EXPECT_EQ(old_line(diff, 30), 30U);
    EXPECT_EQ(old_line("", 7), 7U);
}

}  // namespace
}  // namespace wlanmedic::kernel
