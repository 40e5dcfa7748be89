// SPDX-License-Identifier: MIT
// The head of a guest's script is read, mistakes in it are named, and a script is all right only when nothing is
// wrong.
#include "lab/host/guest_script.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wlanmedic::lab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

ScriptHead head_of(const std::string& script) {
    auto head = read_head(script);
    EXPECT_TRUE(head) << head.error().to_string();
    return head.value_or(ScriptHead{});
}

std::string mistake_in(const std::string& script) {
    auto head = read_head(script);
    if (head) return "no mistake";
    head.error().file = "script";
    return head.error().to_string();
}

KernelReport reported(ReportKind kind) {
    return {.kind = kind, .title = "it complained", .function = "f", .module = "", .text = ""};
}

TEST(AScriptsHead, HasDefaults) {
    const ScriptHead head = head_of("#!/bin/sh\n# What is tested.\necho done\n");
    EXPECT_EQ(head.cpus, 1U);
    EXPECT_FALSE(head.realtime);
    EXPECT_EQ(head.radios, 2U);
    EXPECT_FALSE(head.needs_bes2600);
    EXPECT_THAT(head.expects, IsEmpty());
}

TEST(AScriptsHead, IsRead) {
    const ScriptHead head = head_of(
        "#!/bin/sh\n# SPDX-License-Identifier: GPL-2.0\n\n# radios: 4\n# clock: real\n# expects: warning kasan\n"
        "# needs: bes2600\n# limit: 1200\n");
    EXPECT_EQ(head.radios, 4U);
    EXPECT_TRUE(head.realtime);
    EXPECT_THAT(head.expects, UnorderedElementsAre("warning", "kasan"));
    EXPECT_TRUE(head.needs_bes2600);
    EXPECT_EQ(head.limit, std::chrono::seconds{1200});
}

TEST(AScriptsHead, MoreProcessorsAreInRealTime) { EXPECT_TRUE(head_of("# smp: 2\n").realtime); }

TEST(AScriptsHead, EndsAtTheFirstCommand) { EXPECT_EQ(head_of("# smp: 1\ntrue\n# smp: 9\n").cpus, 1U); }

TEST(AScriptsHead, MistakesAreNamedWithTheirLine) {
    EXPECT_THAT(mistake_in("#!/bin/sh\n# smp: many\n"), HasSubstr("2: \"many\" is no whole number"));
    EXPECT_THAT(mistake_in("# smp: 0\n"), HasSubstr("no whole number"));
    EXPECT_THAT(mistake_in("# clock: fast\n"), HasSubstr("real or virtual"));
    EXPECT_THAT(mistake_in("# expects: trouble\n"), HasSubstr("no kind of report"));
    EXPECT_THAT(mistake_in("# needs: wfx\n"), HasSubstr("nothing is known"));
}

class AScript : public testing::Test {
protected:
    std::vector<std::string> wrong() const { return what_is_wrong(head, run); }
    ScriptHead head;
    ScriptRun run{.lines = {"ok - it works", "some output", "done"}, .status = 0, .reports = {}};
};

TEST_F(AScript, IsAllRight) { EXPECT_THAT(wrong(), IsEmpty()); }

TEST_F(AScript, IsNotWhereACheckFails) {
    run.lines.insert(run.lines.begin(), "not ok - it is quick");
    EXPECT_THAT(wrong(), ElementsAre("not ok - it is quick"));
}

TEST_F(AScript, IsNotWhereSomethingComesAfterDone) {
    run.lines.emplace_back("late");
    EXPECT_THAT(wrong(), ElementsAre(HasSubstr("did not come to its end")));
}

TEST_F(AScript, IsNotWhereNothingWasChecked) {
    run.lines = {"done"};
    EXPECT_THAT(wrong(), ElementsAre(HasSubstr("checked nothing")));
}

TEST_F(AScript, IsNotWhereItsStatusIsNotZero) {
    run.status = 1;
    EXPECT_THAT(wrong(), ElementsAre(HasSubstr("exit status 1")));
}

TEST_F(AScript, IsNotWhereTheKernelComplains) {
    run.reports = {reported(ReportKind::lockdep)};
    EXPECT_THAT(wrong(), ElementsAre(HasSubstr("complains (lockdep): it complained")));
}

TEST_F(AScript, MayExpectAComplaintAndNoOther) {
    head.expects = {"warning"};
    run.reports = {reported(ReportKind::warning)};
    EXPECT_THAT(wrong(), IsEmpty());
    run.reports.push_back(reported(ReportKind::kasan));
    EXPECT_THAT(wrong(), ElementsAre(HasSubstr("complains (kasan)")));
}

TEST_F(AScript, ThatExpectsAnOopsTakesWhateverComesWithIt) {
    head.expects = {"oops"};
    run.reports = {reported(ReportKind::kasan), reported(ReportKind::lockdep)};
    EXPECT_THAT(wrong(), IsEmpty());
}

TEST_F(AScript, IsNotWhereTheExpectedComplaintDoesNotCome) {
    head.expects = {"oops"};
    EXPECT_THAT(wrong(), ElementsAre(HasSubstr("was to oops")));
    head.expects = {"kmemleak"};
    EXPECT_THAT(wrong(), ElementsAre(HasSubstr("was to complain (kmemleak)")));
}

}  // namespace
}  // namespace wlanmedic::lab
