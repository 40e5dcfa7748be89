// SPDX-License-Identifier: MIT
// A recording of sources that do what a test says, and its file read back.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "capture/recorder.h"
#include "driver/catalog.h"
#include "folder.h"
#include "runfile/reader.h"

namespace wlanmedic::capture::test {

/// What a fake source is to do, and what was asked of it.
struct Acts {
    std::string name = "kernel";
    std::function<wifi::Result<void>(const Surroundings&)> start;
    std::function<void(Tape&)> tell_state;
    std::function<void(Tape&)> drain;
    int told = 0;
    int drained = 0;
    Tape* tape = nullptr;  // from start on
    Loop* loop = nullptr;
};

class FakeSource : public Source {
public:
    explicit FakeSource(std::shared_ptr<Acts> acts) : acts_(std::move(acts)) {}
    ~FakeSource() override { acts_->tape = nullptr; }
    std::string_view name() const override { return acts_->name; }
    wifi::Result<void> start(const Surroundings& surroundings) override {
        if (acts_->start)
            if (auto started = acts_->start(surroundings); !started) return started;
        acts_->tape = surroundings.tape;
        acts_->loop = surroundings.loop;
        return {};
    }
    void tell_state() override {
        ++acts_->told;
        if (acts_->tell_state) acts_->tell_state(*acts_->tape);
    }
    void drain() override {
        ++acts_->drained;
        if (acts_->drain) acts_->drain(*acts_->tape);
    }

private:
    std::shared_ptr<Acts> acts_;
};

inline runfile::Text kernel_line(std::string message) {
    runfile::Text text{.kind = runfile::Kind::kernel, .message = std::move(message), .fields = {}};
    text.set("SYSLOG_IDENTIFIER", "kernel");
    return text;
}

inline Makings makings(std::vector<std::shared_ptr<Acts>> acts) {
    return {.sources =
                [acts = std::move(acts)](const RecorderOptions&, Devices&, const driver::Catalog&) {
                    std::vector<std::unique_ptr<Source>> sources;
                    for (const auto& one : acts) sources.push_back(std::make_unique<FakeSource>(one));
                    return sources;
                },
            .ask_machine = [] { return ChildTold(); },
            .manifest =
                [](const RunFacts& run, const ChildTold&) {
                    Manifest manifest{
                        .text = {.kind = runfile::Kind::manifest, .message = "a manifest", .fields = {}}};
                    manifest.text.set("WLANMEDIC_MANIFEST", nlohmann::json{{"format", "wlanmedic.run/1"},
                                                                           {"run", run.run},
                                                                           {"part", run.part},
                                                                           {"sequence", run.sequence},
                                                                           {"missing", run.missing}}
                                                                .dump());
                    return manifest;
                }};
}

inline const driver::Catalog& drivers() {
    static const driver::Catalog catalog = driver::Catalog::built_in();
    return catalog;
}

/// Does each step in a wake-up of its own, then stops the loop.
class Script {
public:
    Script(Loop& loop, std::vector<std::function<void()>> steps) : loop_(&loop), steps_(std::move(steps)) {
        next();
    }

private:
    void next() {
        wait_ = loop_->after(std::chrono::milliseconds{1}, wifi::Duration{0}, [this] {
            if (at_ == steps_.size()) return loop_->stop(0);
            const std::function<void()> step = steps_[at_++];
            next();
            step();
        });
    }
    Loop* loop_;
    std::vector<std::function<void()>> steps_;
    std::size_t at_ = 0;
    Wait wait_;
};

/// Does `each` every millisecond until `holds`, then stops the loop. Longer than a minute is an error.
class Until {
public:
    Until(Loop& loop, std::function<bool()> holds, std::function<void()> each = {})
        : loop_(&loop), holds_(std::move(holds)), each_(std::move(each)) {
        look();
    }

private:
    void look() {
        wait_ = loop_->after(std::chrono::milliseconds{1}, wifi::Duration{0}, [this] {
            if (holds_()) return loop_->stop(0);
            if (boottime_now() > end_) throw std::runtime_error("it does not come true");
            look();
            if (each_) each_();
        });
    }
    Loop* loop_;
    std::function<bool()> holds_;
    std::function<void()> each_;
    wifi::Duration end_ = boottime_now() + std::chrono::minutes{1};
    Wait wait_;
};

struct ReadBack {
    std::vector<runfile::ReadRecord> records;
    std::vector<runfile::Damage> damage;

    static ReadBack of(const std::string& path) {
        std::ifstream file(path, std::ios::binary);
        if (!file) throw std::runtime_error("no file " + path);
        const auto bytes =
            std::make_shared<std::string>(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
        runfile::Reader reader(
            [bytes](std::uint64_t offset, std::span<char> buffer) {
                const std::size_t size =
                    offset >= bytes->size() ? 0 : std::min(buffer.size(), bytes->size() - offset);
                if (size > 0) std::memcpy(buffer.data(), bytes->data() + offset, size);
                return size;
            },
            bytes->size());
        ReadBack back;
        while (auto record = reader.next()) back.records.push_back(std::move(*record));
        back.damage = reader.damage();
        return back;
    }
    /// "manifest", "kernel", "netlink", …
    std::vector<std::string> kinds() const {
        std::vector<std::string> all;
        for (const auto& read : records) {
            const auto* text = std::get_if<runfile::Text>(&read.record.what);
            all.emplace_back(text != nullptr ? runfile::name_of(text->kind) : "netlink");
        }
        return all;
    }
    std::vector<std::string> messages(runfile::Kind kind) const {
        std::vector<std::string> all;
        for (const auto& read : records)
            if (const auto* text = std::get_if<runfile::Text>(&read.record.what);
                text != nullptr && text->kind == kind)
                all.push_back(text->message);
        return all;
    }
    nlohmann::json manifest() const {
        return nlohmann::json::parse(
            *std::get<runfile::Text>(records.at(0).record.what).find("WLANMEDIC_MANIFEST"));
    }
    const runfile::Text& last() const { return std::get<runfile::Text>(records.back().record.what); }
    std::vector<std::uint64_t> sequences() const {
        std::vector<std::uint64_t> all;
        for (const auto& read : records) all.push_back(read.record.sequence);
        return all;
    }
};

}  // namespace wlanmedic::capture::test
