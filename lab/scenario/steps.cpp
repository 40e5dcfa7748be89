// SPDX-License-Identifier: MIT
#include "lab/scenario/steps.h"

#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

#include "lab/scenario/actions.h"
#include "lab/scenario/scenario_reader.h"
#include "wifi/span.h"

namespace wlanmedic::lab {

namespace {

using std::chrono::days;
using std::chrono::milliseconds;

constexpr std::array common_keys{"when", "at", "after", "within", "do"};
constexpr std::array repeated_keys{"when", "at", "after", "within", "repeat", "steps"};

class StepsReader {
public:
    StepsReader(config::FirstError& first, Scenario& scenario) : first_(first), scenario_(scenario) {}

    std::vector<Step> steps(ScenarioReader& owner, const char* key, unsigned depth, std::uint64_t times) {
        std::vector<Step> steps;
        for (const auto* table : owner.tables(key)) {
            if (first_.error) break;
            steps.push_back(step(*table, depth, times));
        }
        return steps;
    }

private:
    Step step(const toml::table& table, unsigned depth, std::uint64_t times) {
        ScenarioReader reader(table, "a step", first_);
        Step step;
        step.place = reader.place();
        if (reader.has("repeat") || reader.has("steps"))
            repeat(reader, step, depth, times);
        else
            act(table, reader, step);
        read_when(reader, step.when, depth);
        played_ += times;
        if (played_ > most_played_steps)
            reader.fault("repeat", fmt::format("more than {} steps are played", most_played_steps),
                         "Repeat fewer.");
        return step;
    }

    void repeat(ScenarioReader& reader, Step& step, unsigned depth, std::uint64_t times) {
        reader.only(repeated_keys);
        step.repeat = static_cast<unsigned>(reader.required_number("repeat", 1, 100'000));
        if (depth == deepest_steps)
            reader.fault("steps", "these steps are nested too deep", fmt::format("At most {}.", deepest_steps));
        if (!reader.has("steps"))
            reader.fault("steps", "there is nothing to repeat", "Give [[step.steps]], or leave \"repeat\" out.");
        // Each round of what would be too much is not counted singly.
        if (!first_.error) step.steps = steps(reader, "steps", depth + 1, times * step.repeat);
        if (step.steps.empty() && !first_.error)
            reader.fault("steps", "there is nothing to repeat", "Give steps = [{ … }] or [[step.steps]].");
    }

    void act(const toml::table& table, ScenarioReader& reader, Step& step) {
        if (!reader.has("do")) {
            reader.only(common_keys);
            if (table.empty() || (reader.has("within") && table.size() == 1))
                reader.fault("", "a step neither does anything nor waits",
                             "Give it \"do\", \"when\", \"at\" or \"after\".");
            return;
        }
        const auto name = reader.text("do");
        const auto* const word = action_word(name);
        if (word == nullptr) {
            std::vector<std::string_view> all;
            for (const auto& known : action_words()) all.push_back(known.word);
            reader.fault("do", fmt::format("no step does \"{}\"", name),
                         fmt::format("One of {}.", fmt::join(all, ", ")));
            return;
        }
        const auto owner = fmt::format("a step with do = \"{}\"", name);
        std::vector<const char*> keys(common_keys.begin(), common_keys.end());
        keys.insert(keys.end(), word->keys.begin(), word->keys.end());
        ScenarioReader acting(table, owner, first_);
        acting.only(keys);
        if (first_.error) return;
        step.action = word->read(acting, scenario_);
        if (const auto* const phase = std::get_if<Phase>(&step.action)) scenario_.quiet |= phase->name == "quiet";
    }

    void read_when(ScenarioReader& reader, When& when, unsigned depth) {
        if (reader.has("at") && reader.has("when"))
            reader.fault("at", "a step begins either at a time or when something happens",
                         "Take \"at\" or \"when\" away, or write two steps.");
        if (reader.has("within") && !reader.has("when"))
            reader.fault("within", "\"within\" is for a happening", "Add \"when\", or take it away.");
        if (reader.has("at")) {
            if (depth > 0)
                reader.fault("at", "a step that is repeated has no time of its own", "Write after = \"…\".");
            when.at = time(reader);
            if (when.at && last_at_ && *when.at < *last_at_)
                reader.fault("at",
                             fmt::format("{} lies before the step at {}", wifi::span_text(*when.at),
                                         wifi::span_text(*last_at_)),
                             "Steps stand in the order of their times.");
            if (when.at) last_at_ = when.at;
        }
        if (reader.has("when")) when.happening = reader.happening(*reader.node("when"), scenario_);
        when.after = reader.duration("after").value_or(wifi::Duration{});
        when.within = reader.duration("within", milliseconds{1}).value_or(when.within);
        if (when.after > scenario_.duration)
            reader.fault("after", fmt::format("the run ends after {}", wifi::span_text(scenario_.duration)),
                         "Wait less, or give the scenario a longer duration.");
    }

    // "5 h 27 min" since the clock began, or a time of day, the first such since then.
    std::optional<wifi::Duration> time(ScenarioReader& reader) {
        std::optional<wifi::Duration> at = time_of_day(*reader.node("at"));
        if (!at) at = reader.duration("at");
        if (at && *at > scenario_.duration)
            reader.fault("at", fmt::format("{} lies after the end of the run", wifi::span_text(*at)),
                         fmt::format("The duration is {}.", wifi::span_text(scenario_.duration)));
        return at;
    }

    std::optional<wifi::Duration> time_of_day(const toml::node& node) const {
        auto time = node.value_exact<toml::time>();
        if (const auto text = node.value_exact<std::string>(); text && text->size() == 8 && (*text)[2] == ':') {
            try {
                time = toml::parse(fmt::format("t = {}", *text))["t"].value_exact<toml::time>();
            } catch (const toml::parse_error&) {
                return std::nullopt;
            }
        }
        if (!time) return std::nullopt;
        const wifi::Duration of_day = std::chrono::hours{time->hour} + std::chrono::minutes{time->minute} +
                                      std::chrono::seconds{time->second} +
                                      std::chrono::nanoseconds{time->nanosecond};
        const wifi::Duration begin = scenario_.clock - std::chrono::floor<days>(scenario_.clock);
        return of_day >= begin ? of_day - begin : of_day - begin + days{1};
    }

    config::FirstError& first_;
    Scenario& scenario_;
    std::optional<wifi::Duration> last_at_;
    std::uint64_t played_ = 0;
};

}  // namespace

void read_steps(const toml::table& file, config::FirstError& first, Scenario& scenario) {
    ScenarioReader reader(file, "a scenario", first);
    scenario.steps = StepsReader(first, scenario).steps(reader, "step", 0, 1);
}

}  // namespace wlanmedic::lab
