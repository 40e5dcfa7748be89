// SPDX-License-Identifier: MIT
// `wlanmedic lab run` with a script in QEMU's place: what it asks of it, and what is left whatever that does.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <signal.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <thread>

#include "fake_emulator.h"

namespace wlanmedic::lab::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Who died a moment ago may not be buried yet.
bool is_alive(int process) {
    for (int tenth = 0; tenth < 50 && ::kill(process, 0) == 0; ++tenth)
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    return ::kill(process, 0) == 0;
}

TEST(Run, LeavesTheEvidenceAndTheTruth) {
    const FakeLab lab;
    lab.emulator(good_guest);
    const Outcome outcome = lab.run({"--out", lab.at("out").string()});
    EXPECT_EQ(outcome.status, 0) << outcome.text;
    EXPECT_THAT(lab.left(), ElementsAre("out"));
    EXPECT_EQ(lab.read("out/iw-event.txt"), lab.read("good/iw-event.txt"));
    EXPECT_EQ(lab.read("out/truth/console.txt"), "a line\n");
    EXPECT_THAT(lab.read("out/truth.json"), HasSubstr("wlanmedic.lab-truth/1"));
    EXPECT_THAT(lab.read("out/truth/result.json"), HasSubstr("\"guest_s\": 20.5"));
    EXPECT_THAT(outcome.text, AllOf(HasSubstr("0 true outages"), HasSubstr("0 invented")));
}

TEST(Run, LeavesTheSameBytesTwice) {
    const FakeLab lab;
    lab.emulator(good_guest);
    ASSERT_EQ(lab.run({"--out", lab.at("a").string(), "-q"}).status, 0);
    ASSERT_EQ(lab.run({"--out", lab.at("b").string(), "-q"}).status, 0);
    for (const char* const name : {"truth.json", "truth/result.json", "truth/console.txt", "dmesg.txt"}) {
        EXPECT_FALSE(lab.read(std::string("a/") + name).empty()) << name;
        EXPECT_EQ(lab.read(std::string("a/") + name), lab.read(std::string("b/") + name)) << name;
    }
}

TEST(Run, TellsTheGuestItsScenarioSeedAndSettings) {
    const FakeLab lab;
    lab.emulator("cat \"$initrd\" >'" + lab.at("initrd").string() + "'\necho \"$@\" >'" +
                 lab.at("words").string() + "'\n" + good_guest);
    ASSERT_EQ(lab.run({"--out", lab.at("out").string(), "--seed", "77", "--set", "duration=45 s"}).status, 0);
    const std::string initrd = lab.read("initrd");
    EXPECT_TRUE(initrd.starts_with("initramfs"));
    EXPECT_EQ(initrd.find("recorder"), 512U) << "wlanmedic itself comes behind it";
    EXPECT_THAT(initrd, Not(HasSubstr("manager")));
    const std::size_t overlay = initrd.find("070701");
    ASSERT_NE(overlay, std::string::npos);
    EXPECT_EQ(overlay % 4, 0U) << "the kernel finds no archive there";
    EXPECT_THAT(initrd, AllOf(HasSubstr("lab/scenario.toml"), HasSubstr(lab.read("test.toml")),
                              HasSubstr("duration=45 s\n"), HasSubstr("lab/seed"), HasSubstr("77\n")));
    EXPECT_THAT(lab.read("words"), AllOf(HasSubstr("-icount shift=2,sleep=off,align=off"), HasSubstr("-seed 77 "),
                                         HasSubstr("clock=vm,base="), HasSubstr("thread=single")));
}

TEST(Run, OfAChipSaysWhatPreparesItsModules) {
    const FakeLab lab;
    lab.emulator(good_guest);
    for (const char* const chip : {"cw1200", "bes2600"}) {
        lab.write("test.toml", fmt::format("duration = \"60 s\"\n[[access_point]]\npmf = \"off\"\n"
                                           "[station]\nchip = \"{}\"\n",
                                           chip));
        const Outcome outcome = lab.run({"--out", lab.at("out").string()});
        EXPECT_EQ(outcome.status, 1) << chip;
        EXPECT_THAT(outcome.text, HasSubstr("wlanmedic lab prepare --modules")) << chip;
    }
    EXPECT_THAT(lab.left(), IsEmpty());
}

TEST(Run, TellsThePanicItsStageAndTheConsole) {
    const FakeLab lab;
    lab.emulator(
        "echo 'progress 6.1 boot' >\"$progress\"\n"
        "printf 'one\\n[ 7.0] Kernel panic - not syncing: no\\n\\033[31mlast\\n' >\"$console\"\n");
    const Outcome outcome = lab.run({"--out", lab.at("out").string()});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.text, AllOf(HasSubstr("panicked at 6.1 s, stage \"boot\""), HasSubstr("| one\n"),
                                    HasSubstr("not syncing"), Not(HasSubstr("\033[31m"))));
    EXPECT_THAT(lab.left(), IsEmpty());
}

TEST(Run, EndsAHangAtTheWallLimit) {
    const FakeLab lab;
    lab.emulator("echo $$ >'" + lab.at("begun").string() +
                 "'\necho 'progress 9.0 waits for connected' >\"$progress\"\nsleep 600\n");
    const Outcome outcome = lab.run({"--out", lab.at("out").string(), "--wall-limit", "1"});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.text, AllOf(HasSubstr("not done after 1 s of wall time"), HasSubstr("waits for connected"),
                                    HasSubstr("--wall-limit")));
    EXPECT_FALSE(is_alive(std::stoi(lab.read("begun"))));
    EXPECT_THAT(lab.left(), IsEmpty());
}

TEST(Run, TellsAnEarlyEnd) {
    const FakeLab lab;
    lab.emulator("exit 3\n");
    const Outcome outcome = lab.run({"--out", lab.at("out").string()});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.text, AllOf(HasSubstr("status 3"), HasSubstr("before its first sign of life")));
    EXPECT_THAT(lab.left(), IsEmpty());
}

TEST(Run, TellsWhyTheGuestGaveUp) {
    const FakeLab lab;
    lab.emulator("echo 'failed connect: not connected after 60 s' >\"$progress\"\n");
    const Outcome outcome = lab.run({"--out", lab.at("out").string(), "--keep"});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.text, HasSubstr("connect: not connected after 60 s"));
    EXPECT_THAT(lab.left(), ElementsAre("out.part")) << "--keep";
}

TEST(Run, RefusesResultsThatEndTooEarly) {
    const FakeLab lab;
    lab.emulator("tar -C \"$good\" -czf - . | head -c 3000 >\"$results\"\necho done >\"$progress\"\n");
    const Outcome outcome = lab.run({"--out", lab.at("out").string()});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.text, HasSubstr("the guest's results"));
    EXPECT_THAT(lab.left(), IsEmpty());
}

TEST(Run, UnpacksNothingOutsideItsFolder) {
    const FakeLab lab;
    lab.emulator(
        "tar -C \"$good\" --transform 's,dmesg.txt,../escaped,' -czPf - . >\"$results\"\n"
        "echo done >\"$progress\"\n");
    Outcome outcome = lab.run({"--out", lab.at("out").string()});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.text, HasSubstr("a name that no run makes"));
    EXPECT_THAT(lab.left(), IsEmpty());

    lab.emulator(
        "ln -sf /etc/passwd \"$good/link\"\ntar -C \"$good\" -czf - . >\"$results\"\necho done >\"$progress\"\n");
    outcome = lab.run({"--out", lab.at("out").string()});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.text, HasSubstr("a link"));
    EXPECT_THAT(lab.left(), IsEmpty());
}

TEST(Run, LeavesNothingWhenInterrupted) {
    for (const int signal : {SIGINT, SIGTERM}) {
        const FakeLab lab;
        // What QEMU started must go as well.
        lab.emulator("sleep 601 &\necho $! >'" + lab.at("begun.new").string() + "'\nmv '" +
                     lab.at("begun.new").string() + "' '" + lab.at("begun").string() + "'\nwait\n");
        const Outcome outcome = lab.program(lab.words_of_run({"--out", lab.at("out").string()}), signal);
        EXPECT_EQ(outcome.status, 128 + signal) << outcome.text;
        EXPECT_FALSE(is_alive(std::stoi(lab.read("begun"))));
        EXPECT_THAT(lab.left(), IsEmpty());
    }
}

TEST(Run, RefusesAFolderThatIsThere) {
    const FakeLab lab;
    lab.emulator(good_guest);
    lab.write("out/mine", "precious");
    const std::string out = lab.at("out").string();
    EXPECT_THAT(lab.run({"--out", out}).text, HasSubstr("is there already"));
    const Outcome forced = lab.run({"--out", out, "--force"});
    EXPECT_EQ(forced.status, 1);
    EXPECT_THAT(forced.text, HasSubstr("not the folder of a run"));
    EXPECT_EQ(lab.read("out/mine"), "precious");

    const std::string other = lab.at("other").string();
    ASSERT_EQ(lab.run({"--out", other}).status, 0);
    EXPECT_EQ(lab.run({"--out", other}).status, 1);
    EXPECT_EQ(lab.run({"--out", other, "--force"}).status, 0);
}

TEST(Run, TakesAwayWhatAKilledRunLeft) {
    const FakeLab lab;
    lab.emulator(good_guest);
    lab.write("out.part/dmesg.txt", "half");
    EXPECT_EQ(lab.run({"--out", lab.at("out").string()}).status, 0);
    EXPECT_EQ(lab.read("out/dmesg.txt"), lab.read("good/dmesg.txt"));
}

TEST(Run, TellsMistakesBeforeAnythingStarts) {
    const FakeLab lab;
    lab.emulator("touch '" + lab.at("started").string() + "'\n");
    const std::string out = lab.at("out").string();
    EXPECT_EQ(lab.run({"--out", out, "--smp", "2"}).status, 2);
    EXPECT_EQ(lab.run({"--out", out, "--set", "nonsense"}).status, 2);
    EXPECT_EQ(lab.run({"--out", out, "--set", "nonsense=1"}).status, 1);
    const Outcome unknown = lab.program({"lab", "run", "no-such", "--cache", lab.at("cache").string()});
    EXPECT_EQ(unknown.status, 1);
    EXPECT_THAT(unknown.text, HasSubstr("wlanmedic lab list"));
    const Outcome unprepared = lab.program({"lab", "run", "clean", "--cache", lab.at("none").string()});
    EXPECT_EQ(unprepared.status, 1);
    EXPECT_THAT(unprepared.text, HasSubstr("wlanmedic lab prepare"));
    std::filesystem::remove(lab.at("qemu"));
    const Outcome no_emulator = lab.run({"--out", out});
    EXPECT_EQ(no_emulator.status, 1);
    EXPECT_THAT(no_emulator.text, AllOf(HasSubstr("cannot run"), HasSubstr("apt install qemu-system-x86")));
    EXPECT_THAT(lab.left(), IsEmpty());
}

TEST(Matrix, PlaysWhatIsNotWholeAndNothingTwice) {
    const FakeLab lab;
    lab.emulator("echo x >>'" + lab.at("plays").string() + "'\n" + good_guest);
    const std::vector<std::string> words = {"lab",
                                            "matrix",
                                            lab.at("test.toml").string(),
                                            "--cache",
                                            lab.at("cache").string(),
                                            "--qemu",
                                            lab.at("qemu").string(),
                                            "--seeds",
                                            "1-3",
                                            "--jobs",
                                            "2",
                                            "--out",
                                            lab.at("m").string()};
    const Outcome first = lab.program(words);
    EXPECT_EQ(first.status, 0) << first.text;
    EXPECT_EQ(lab.read("plays"), "x\nx\nx\n");
    EXPECT_THAT(first.text, HasSubstr("3 of 3 are right"));
    std::filesystem::remove_all(lab.at("m/test-2"));
    const Outcome second = lab.program(words);
    EXPECT_EQ(second.status, 0) << second.text;
    EXPECT_EQ(lab.read("plays"), "x\nx\nx\nx\n");
    lab.write("test.toml", lab.read("test.toml") + "\n# another scenario now\n");
    EXPECT_EQ(lab.program(words).status, 0);
    EXPECT_EQ(lab.read("plays").size(), 14U);
}

}  // namespace
}  // namespace wlanmedic::lab::test
