// SPDX-License-Identifier: MIT
// A shell script in QEMU's place, and `wlanmedic lab` run with it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace wlanmedic::lab::test {

struct Outcome {
    int status = -1;   ///< 128 + signal where one ended it
    std::string text;  ///< both its outputs
};

class FakeLab {
public:
    FakeLab();
    ~FakeLab();
    FakeLab(const FakeLab&) = delete;
    FakeLab& operator=(const FakeLab&) = delete;

    std::filesystem::path at(const std::string& name) const { return folder_ / name; }
    void write(const std::string& name, const std::string& text) const;
    std::string read(const std::string& name) const;

    /// `body`: shell, with $console, $progress, $results and $initrd to write to and read from, and $good, a
    /// folder with all that a guest leaves.
    void emulator(const std::string& body) const;
    /// `wlanmedic lab run` of a scenario without expectations, with these arguments behind it.
    Outcome run(const std::vector<std::string>& arguments) const;
    Outcome program(std::vector<std::string> arguments, int signal_when_begun = 0) const;

    /// Names in the folder, but those that the tests put there.
    std::vector<std::string> left() const;
    std::vector<std::string> words_of_run(const std::vector<std::string>& more) const;

private:
    std::filesystem::path folder_;
};

/// What a guest does where all goes well.
inline const std::string good_guest = R"(
echo 'progress 6.100 boot' >"$progress"
echo 'a line' >"$console"
tar -C "$good" --sort=name --mtime=@0 --owner=0 --group=0 -cf - . | gzip -n >"$results"
echo 'progress 20.500 collect' >>"$progress"
echo done >>"$progress"
)";

}  // namespace wlanmedic::lab::test
